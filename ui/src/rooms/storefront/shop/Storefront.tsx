// The shop itself. It knows nothing of the console around it.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ShopLink, useShop } from './InShop';
import { PlanPage } from './PlanPage';
import { shopQuery } from './queries';
import { SearchBox } from './SearchBox';
import { ShelfPage } from './ShelfPage';
import { Refused, Waiting } from './states';

export function Storefront() {
  const { t } = useTranslation('storefront');
  const { address, looking } = useShop();
  const shop = useQuery(shopQuery(looking));
  if (shop.error) return <Refused wrong={shop.error} again={() => void shop.refetch()} />;
  if (!shop.data) return <Waiting />;
  return (
    <>
      <div className="shop-head">
        <ShopLink page={{}} className="shop-name">
          {shop.data.name}
        </ShopLink>
        <SearchBox key={address.q} />
        <span className="shop-market">
          {(address.locale ?? shop.data.locales[0] ?? '').toUpperCase()}
          {' · '}
          {address.currency ?? shop.data.currencies[0]}
        </span>
      </div>
      {address.plan !== undefined ? (
        <PlanPage plan={address.plan} currency={address.currency ?? shop.data.currencies[0]} />
      ) : (
        <ShelfPage shopName={shop.data.name} />
      )}
      <p className="shop-foot">{t('shop.foot', { name: shop.data.name })}</p>
    </>
  );
}
