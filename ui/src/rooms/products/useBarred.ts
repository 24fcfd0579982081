import { useTranslation } from 'react-i18next';
import { useMay } from '@/app/session';

/** Why goods cannot be changed by whoever is here; undefined when they can. */
export function useBarred(): string | undefined {
  const { t } = useTranslation('products');
  // Goods belong to no single catalog: an editor of one catalog alone does not reach them.
  return useMay('catalog-editor') ? undefined : t('barred');
}
