import { useTranslation } from 'react-i18next';
import { Facts } from '@/shared/Facts';
import { labelOf, useRegistry } from './registry';
import { shown } from './values';

/** What a thing says, by the labels of the registry. */
export function AttributeValues({ values }: { values: Record<string, unknown> }) {
  const { t } = useTranslation('products');
  const registry = useRegistry().data ?? [];
  const known = new Map(registry.map((each) => [each.key, each]));
  const words = { yes: t('value.yes'), no: t('value.no') };
  const said = Object.entries(values);
  if (said.length === 0) return <span className="quiet">{t('attributes.none')}</span>;
  return (
    <Facts
      facts={said.map(([key, value]) => {
        const attribute = known.get(key);
        return [attribute ? labelOf(attribute) : key, shown(value, attribute, words), key];
      })}
    />
  );
}
