// What a shop says when there is nothing to show, in its own look.
import { useTranslation } from 'react-i18next';
import { Problem } from '@/shared/api';
import { ShopLink, useShop } from './InShop';

export function Waiting() {
  const { t } = useTranslation('storefront');
  return (
    <div role="status" aria-label={t('shop.waiting')} className="shop-waiting">
      <i />
      <i />
      <i />
    </div>
  );
}

const KNOWN: Record<string, string> = {
  'access.credentials_missing': 'notLetIn',
  'access.credentials_invalid': 'notLetIn',
  'storefront.not_released': 'notReleased',
  'storefront.out_of_grant': 'outOfGrant',
  'storefront.catalog_not_served': 'notServed',
  'storefront.version_not_found': 'noVersion',
  'storefront.node_not_found': 'noNode',
  'storefront.rate_plan_not_found': 'noPlan',
};

/** In words of the person who previews, with the code that a shop would have got. */
export function Refused({ wrong, again }: { wrong: unknown; again: () => void }) {
  const { t } = useTranslation('storefront');
  const { address, looking } = useShop();
  const code = wrong instanceof Problem ? wrong.code : 'console.error';
  const known = KNOWN[code];
  const slots = { catalog: address.catalog, environment: looking.seen.environment };
  return (
    <div className="shop-notice" role="alert">
      <p>{known ? t(`shop.refused.${known}`, slots) : (wrong as Error).message}</p>
      <p className="shop-small">
        <code>{code}</code>
      </p>
      {code.endsWith('not_found') ? (
        <ShopLink page={{}} className="shop-button">
          {t('shop.home')}
        </ShopLink>
      ) : (
        !known && (
          <button type="button" onClick={again}>
            {t('shop.again')}
          </button>
        )
      )}
    </div>
  );
}
