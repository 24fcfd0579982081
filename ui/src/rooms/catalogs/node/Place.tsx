// What kind of node it is, and its place among its siblings.
import { AutoComplete, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { Fault, Plain } from './Field';
import { SORT_KEY, TYPE } from './form';
import { useHere } from './here';
import { TYPES } from './TypeIcon';
import type { NodeForm } from './useNodeForm';

export function Place({ form }: { form: NodeForm }) {
  const { t } = useTranslation('nodes');
  const { mayEdit, node } = useHere();
  const isRoot = node.parentId === null;
  const type = String(form.values[TYPE] ?? '');
  return (
    <table className="node-table">
      <tbody>
        <tr data-changed={form.changed.includes(TYPE) || undefined}>
          <th scope="row">{t('fields.type')}</th>
          <td>
            {mayEdit && !isRoot ? (
              <AutoComplete
                size="small"
                style={{ width: 220 }}
                value={type}
                options={TYPES.map((each) => ({ value: each }))}
                aria-label={t('fields.type')}
                status={form.faults.byField[TYPE] ? 'error' : undefined}
                onChange={(value) => form.set(TYPE, value)}
              />
            ) : (
              <Plain>{type}</Plain>
            )}
            <Fault form={form} of={TYPE} />
          </td>
          <td className="quiet">{isRoot ? t('place.rootType') : t('place.typeWhy')}</td>
        </tr>
        <tr data-changed={form.changed.includes(SORT_KEY) || undefined}>
          <th scope="row">{t('fields.sortKey')}</th>
          <td>
            {mayEdit ? (
              <InputNumber
                size="small"
                precision={0}
                style={{ width: 120 }}
                value={form.values[SORT_KEY] as number | undefined}
                aria-label={t('fields.sortKey')}
                status={form.faults.byField[SORT_KEY] ? 'error' : undefined}
                onChange={(value) => form.set(SORT_KEY, value ?? 0)}
              />
            ) : (
              <Plain>{String(form.values[SORT_KEY] ?? 0)}</Plain>
            )}
            <Fault form={form} of={SORT_KEY} />
          </td>
          <td className="quiet">{t('place.sortWhy')}</td>
        </tr>
      </tbody>
    </table>
  );
}
