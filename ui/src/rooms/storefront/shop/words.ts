// Values and charges in the words of a shop.
import { useTranslation } from 'react-i18next';
import { plainName } from './facets';
import type { Charge } from './queries';

/** `true` is "Yes", `twoFactorAuthentication` is "Two factor authentication", everything else is said as it is. */
export function useValueWords(): (value: unknown) => string {
  const { t } = useTranslation('storefront');
  return (value) => {
    if (value === true || value === 'true') return t('shop.yes');
    if (value === false || value === 'false') return t('shop.no');
    if (typeof value === 'string')
      return /^[a-z]+[a-z\d]*[A-Z][A-Za-z\d]*$/.test(value) ? plainName(value) : value;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
}

/** "Recurring, per user/month", or that one has to ask. */
export function useChargeWords(): (charge: Charge) => string {
  const { t } = useTranslation('storefront');
  return ({ kind, model, unit }) => {
    if (model === 'on_request') return t('shop.charge.onRequest');
    const known = ['recurring', 'usage', 'one_time'].includes(kind ?? '') ? kind : 'other';
    return unit ? t(`shop.charge.${known}Per`, { unit }) : t(`shop.charge.${known}`);
  };
}
