// What the node says: texts by language with where each comes from, fields of its own, values, type and place.
import { useTranslation } from 'react-i18next';
import { AttributeValues } from './AttributeValues';
import { MetaTable } from './MetaTable';
import { OwnFields } from './OwnFields';
import { Place } from './Place';
import type { NodeForm } from './useNodeForm';

export function DetailsTab({ form }: { form: NodeForm }) {
  const { t } = useTranslation('nodes');
  return (
    <>
      <MetaTable form={form} />
      <h3>{t('own.title')}</h3>
      <OwnFields form={form} />
      <h3>{t('attributes.title')}</h3>
      <AttributeValues form={form} />
      <h3>{t('place.title')}</h3>
      <Place form={form} />
    </>
  );
}
