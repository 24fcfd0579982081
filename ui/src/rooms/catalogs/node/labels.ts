// Fields by the names people know them by.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { instant } from '@/shared/format';
import { partsOf } from './form';

export const STANDARD = ['displayName', 'slug', 'description', 'seoTitle', 'seoDescription'] as const;

export function useLabels() {
  const { t } = useTranslation('nodes');
  return useMemo(() => {
    const ofField = (field: string) =>
      (STANDARD as readonly string[]).includes(field)
        ? t(`fields.${field as (typeof STANDARD)[number]}`)
        : field;
    return {
      ofField,
      /** Of a field of the form, by its pointer. */
      of(key: string): string {
        const [room, field, locale] = partsOf(key);
        if (room === 'meta') return locale ? `${ofField(field!)} (${locale})` : field!;
        if (room === 'attributes') return field!;
        return t(`fields.${room as 'type'}`);
      },
      show(value: unknown): string {
        if (value === undefined || value === null) return t('nothingSaid');
        if (typeof value !== 'string') return JSON.stringify(value);
        return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? instant(value) : value;
      },
    };
  }, [t]);
}
