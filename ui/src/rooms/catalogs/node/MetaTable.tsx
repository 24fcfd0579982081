// Texts by language: the value a shopper gets, and whether it is this language's own or borrowed from another.
import { WarningOutlined } from '@ant-design/icons';
import { Button, Segmented, Select, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { chooseContentLocale } from '../contentLocale';
import { type Effective, effective, localesShown, missingIn } from './effective';
import { TextField } from './Field';
import { isLocalised, metaFields, metaKey } from './form';
import { useHere } from './here';
import { STANDARD, useLabels } from './labels';
import type { NodeForm } from './useNodeForm';

const MOST_BUTTONS = 6;
const LONG = new Set(['description', 'seoDescription']);

export function MetaTable({ form }: { form: NodeForm }) {
  const { t } = useTranslation('nodes');
  const labels = useLabels();
  const { locale, locales, node, mayEdit } = useHere();
  const others = metaFields(form.values).filter(
    (field) => isLocalised(field) && !(STANDARD as readonly string[]).includes(field),
  );
  const fields = [...STANDARD, ...others];
  return (
    <>
      <LocaleSwitch form={form} fields={fields} />
      <table className="node-table">
        <thead>
          <tr>
            <th scope="col">{t('meta.field')}</th>
            <th scope="col">{t('meta.value')}</th>
            <th scope="col">{t('meta.source')}</th>
            <th scope="col">
              <span className="node-hidden">{t('meta.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => {
            const key = metaKey(field, locale);
            const found = effective(form.values, field, locale, locales, node.key);
            const isOwn = found.source.kind === 'own';
            const isChanged = form.changed.includes(key);
            return (
              <tr key={field} data-changed={isChanged || undefined}>
                <th scope="row">{labels.ofField(field)}</th>
                <td>
                  <TextField
                    form={form}
                    of={key}
                    label={labels.ofField(field)}
                    placeholder={isOwn ? undefined : (found.text ?? undefined)}
                    long={LONG.has(field)}
                    lang={locale}
                  />
                </td>
                <td>
                  <SourceOf found={found} />
                </td>
                <td>
                  {mayEdit && isOwn && (
                    <Tooltip title={t('meta.resetWhy')}>
                      <Button
                        size="small"
                        type="text"
                        aria-label={t('meta.resetOf', { field: labels.ofField(field) })}
                        onClick={() => form.set(key, undefined)}
                      >
                        {t('meta.reset')}
                      </Button>
                    </Tooltip>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

function SourceOf({ found: { source } }: { found: Effective }) {
  const { t } = useTranslation('nodes');
  if (source.kind === 'own') return <strong>{t('source.own')}</strong>;
  if (source.kind === 'key') return <span className="quiet">{t('source.key')}</span>;
  if (source.kind === 'nothing') return <span className="quiet">{t('source.nothing')}</span>;
  return (
    <button type="button" className="node-link quiet" onClick={() => chooseContentLocale(source.locale)}>
      {t('source.language', { locale: source.locale })}
    </button>
  );
}

function LocaleSwitch({ form, fields }: { form: NodeForm; fields: string[] }) {
  const { t } = useTranslation('nodes');
  const { locale, locales } = useHere();
  const shown = localesShown(form.values, fields, locales);
  const options = shown.map((each) => {
    const missing = missingIn(form.values, fields, each).length;
    const label = (
      <span key={each}>
        {each}
        {missing > 0 && (
          <Tooltip title={t('meta.missing', { count: missing, locale: each })}>
            <span className="node-missing">
              <WarningOutlined aria-label={t('meta.missing', { count: missing, locale: each })} /> {missing}
            </span>
          </Tooltip>
        )}
      </span>
    );
    return { value: each, label };
  });
  return (
    <div className="node-row">
      <span className="quiet">{t('meta.language')}</span>
      {shown.length <= MOST_BUTTONS ? (
        <Segmented
          size="small"
          options={options}
          value={locale}
          onChange={(value) => chooseContentLocale(value)}
          aria-label={t('meta.language')}
        />
      ) : (
        <Select
          size="small"
          options={options}
          value={locale}
          onChange={chooseContentLocale}
          aria-label={t('meta.language')}
          showSearch
          style={{ minWidth: 140 }}
        />
      )}
    </div>
  );
}
