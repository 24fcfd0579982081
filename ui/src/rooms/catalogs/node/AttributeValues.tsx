// Values that every rate plan on this node inherits: typed by the tenant's registry, which the service checks.
import { DeleteOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Words } from '@/shared/api';
import { Fault, Plain } from './Field';
import { attributeKey, attributesIn } from './form';
import { useHere } from './here';
import { attributesQuery } from './queries';
import type { NodeForm } from './useNodeForm';

type Attribute = Words['AttributeOut'];

export function AttributeValues({ form }: { form: NodeForm }) {
  const { t, i18n } = useTranslation('nodes');
  const { environment, mayEdit } = useHere();
  const { data: registry = [] } = useQuery(attributesQuery(environment));
  const byKey = new Map(registry.map((each) => [each.key, each]));
  const keys = Object.keys(attributesIn(form.values)).sort();
  const gone = Object.keys(attributesIn(form.base)).filter((key) => !keys.includes(key));
  const nameOf = (key: string) => {
    const label = byKey.get(key)?.label ?? {};
    return label[i18n.language] ?? label.en ?? Object.values(label)[0] ?? key;
  };
  return (
    <>
      <p className="quiet">{keys.length + gone.length === 0 ? t('attributes.none') : t('attributes.why')}</p>
      {keys.length > 0 && (
        <table className="node-table">
          <thead className="node-hidden">
            <tr>
              <th scope="col">{t('meta.field')}</th>
              <th scope="col">{t('meta.value')}</th>
              <th scope="col">{t('meta.actions')}</th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <tr key={key} data-changed={form.changed.includes(attributeKey(key)) || undefined}>
                <th scope="row" title={key}>
                  {nameOf(key)}
                </th>
                <td>
                  <Value form={form} of={key} attribute={byKey.get(key)} label={nameOf(key)} />
                </td>
                <td>
                  {mayEdit && (
                    <Button
                      size="small"
                      type="text"
                      icon={<DeleteOutlined />}
                      aria-label={t('own.remove', { field: nameOf(key) })}
                      onClick={() => form.set(attributeKey(key), undefined)}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {mayEdit && (
        <Select
          size="small"
          showSearch={{ optionFilterProp: 'label' }}
          value={null}
          placeholder={t('attributes.add')}
          aria-label={t('attributes.add')}
          style={{ minWidth: 220 }}
          options={registry
            .filter((each) => !keys.includes(each.key))
            .map((each) => ({ value: each.key, label: `${nameOf(each.key)} (${each.key})` }))}
          onChange={(key: string | null) => key && form.set(attributeKey(key), firstOf(byKey.get(key)!))}
        />
      )}
    </>
  );
}

/** Something to begin with that the field can show; the service says whether it is enough. */
function firstOf(attribute: Attribute): unknown {
  if (attribute.many) return [];
  if (attribute.type === 'boolean') return true;
  return (
    attribute.allowed?.[0] ?? (attribute.type === 'integer' ? 0 : attribute.type === 'decimal' ? '0' : '')
  );
}

function Value({
  form,
  of,
  attribute,
  label,
}: {
  form: NodeForm;
  of: string;
  attribute?: Attribute;
  label: string;
}) {
  const { t } = useTranslation('nodes');
  const { mayEdit } = useHere();
  const key = attributeKey(of);
  const value = form.values[key];
  const said = (each: unknown) => (typeof each === 'boolean' ? t(each ? 'yes' : 'no') : String(each));
  if (!mayEdit) return <Plain>{Array.isArray(value) ? value.map(said).join(', ') : said(value)}</Plain>;
  const shared = {
    size: 'small' as const,
    'aria-label': label,
    status: form.faults.byField[key] ? ('error' as const) : undefined,
    style: { width: '100%' },
  };
  const allowed = attribute?.allowed?.map((each) => ({ value: each as string, label: String(each) }));
  return (
    <>
      {attribute?.many ? (
        <Select
          {...shared}
          mode={allowed ? 'multiple' : 'tags'}
          options={allowed}
          value={(Array.isArray(value) ? value : []) as string[]}
          tokenSeparators={[',', ';']}
          onChange={(list: string[]) =>
            form.set(
              key,
              list.map((each) => typed(each, attribute)),
            )
          }
        />
      ) : attribute?.type === 'boolean' ? (
        <Select
          {...shared}
          value={value === true}
          options={[true, false].map((each) => ({ value: each, label: said(each) }))}
          onChange={(each: boolean) => form.set(key, each)}
        />
      ) : allowed ? (
        <Select
          {...shared}
          value={value as string}
          options={allowed}
          onChange={(each) => form.set(key, each)}
        />
      ) : (
        <Input
          {...shared}
          value={String(value ?? '')}
          type={attribute?.type === 'date' ? 'date' : 'text'}
          suffix={attribute?.unit ?? undefined}
          onChange={(event) => form.set(key, typed(event.target.value, attribute))}
        />
      )}
      <Fault form={form} of={key} />
    </>
  );
}

/** Numbers as numbers where no digit is lost; decimals stay text, as the service writes them. */
function typed(text: string, attribute: Attribute | undefined): unknown {
  return attribute?.type === 'integer' && /^-?\d{1,15}$/.test(String(text)) ? Number(text) : text;
}
