// The attributes a product, rate plan or charge has: one typed control each, more are added from the registry.
import { DeleteOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '@/shared/fields';
import { labelOf, useRegistry } from './registry';
import { ValueField } from './ValueField';

export type Values = Record<string, unknown>;

/** A step of a JSON pointer, escaped as RFC 6901 says. */
export function step(part: string): string {
  return `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

export function AttributesEditor({
  values,
  onChange,
  at,
}: {
  values: Values;
  onChange: (values: Values) => void;
  at: string;
}) {
  const { t } = useTranslation('products');
  const registry = useRegistry().data ?? [];
  const known = new Map(registry.map((each) => [each.key, each]));
  const without = (key: string) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));
  return (
    <div>
      {Object.entries(values).map(([key, value]) => {
        const attribute = known.get(key);
        const label = attribute ? labelOf(attribute) : key;
        return (
          <div key={key} style={{ display: 'flex', gap: 4, alignItems: 'start' }}>
            <Field
              style={{ flex: 1 }}
              at={at + step(key)}
              label={
                <span>
                  {label}
                  {label !== key && <span className="mono quiet"> {key}</span>}
                </span>
              }
            >
              {(control) => (
                <ValueField
                  {...control}
                  attribute={attribute}
                  value={value}
                  onChange={(next) => onChange({ ...values, [key]: next ?? null })}
                />
              )}
            </Field>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('attributes.take', { attribute: label })}
              title={t('attributes.take', { attribute: label })}
              style={{ marginTop: 22 }}
              onClick={() => onChange(without(key))}
            />
          </div>
        );
      })}
      <Select
        value={null}
        placeholder={t('attributes.add')}
        aria-label={t('attributes.add')}
        style={{ width: '100%' }}
        showSearch={{ optionFilterProp: 'search' }}
        options={registry
          .filter((each) => !(each.key in values))
          .map((each) => ({
            value: each.key,
            search: `${each.key} ${labelOf(each)}`,
            label: (
              <span>
                {labelOf(each)} <span className="mono quiet">{each.key}</span>
              </span>
            ),
          }))}
        onChange={(key: string | null) => key !== null && onChange({ ...values, [key]: null })}
      />
    </div>
  );
}

/** Without those that were added and then left empty: null says nothing. */
export function saidValues(values: Values | undefined): Values {
  return Object.fromEntries(
    Object.entries(values ?? {}).filter(([, value]) => value !== null && value !== undefined),
  );
}
