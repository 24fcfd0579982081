import { useTranslation } from 'react-i18next';
import { ShopLink } from './InShop';
import type { Crumb } from './queries';

/** From the front page down to what stands above this page. */
export function Crumbs({ crumbs, home, isHome }: { crumbs: Crumb[]; home: string; isHome?: boolean }) {
  const { t } = useTranslation('storefront');
  if (isHome) return null;
  return (
    <nav aria-label={t('shop.way')} className="shop-crumbs">
      <ol>
        <li>
          <ShopLink page={{}}>{home}</ShopLink>
        </li>
        {crumbs.map((each) => (
          <li key={each.path}>
            <ShopLink page={{ path: each.path }}>{each.name}</ShopLink>
          </li>
        ))}
      </ol>
    </nav>
  );
}
