// One text in several languages.
import { Input, Select, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { LANGUAGES } from '@/app/i18n';
import { Field } from '@/shared/fields';
import type { Localised } from '../attributes/registry';

const LOCALE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

export function LocalisedField({
  label,
  at,
  value,
  onChange,
}: {
  label: string;
  at: string;
  value: Localised;
  onChange: (value: Localised) => void;
}) {
  const { t } = useTranslation('products');
  const locales = Object.keys(value).length > 0 ? Object.keys(value) : ['en'];
  const say = (locale: string, text: string) => onChange({ ...value, [locale]: text });
  return (
    <div>
      {locales.map((locale, position) => (
        <Field
          key={locale}
          at={`${at}/${locale}`}
          label={position === 0 ? label : undefined}
          style={{ marginBottom: 6 }}
        >
          {(control) => (
            <Space.Compact block>
              <Space.Addon>
                <span className="mono" style={{ minWidth: 20, textAlign: 'center' }}>
                  {locale}
                </span>
              </Space.Addon>
              <Input
                {...control}
                aria-label={position === 0 ? undefined : `${label} (${locale})`}
                value={value[locale] ?? ''}
                onChange={(event) => say(locale, event.target.value)}
              />
            </Space.Compact>
          )}
        </Field>
      ))}
      <Select
        size="small"
        variant="borderless"
        value={null}
        mode={undefined}
        placeholder={t('locale.add')}
        aria-label={t('locale.addTo', { label })}
        style={{ width: 180, marginBottom: 8, marginLeft: -8 }}
        options={Object.entries(LANGUAGES)
          .filter(([locale]) => !locales.includes(locale))
          .map(([locale, name]) => ({ value: locale, label: `${name} (${locale})` }))}
        showSearch
        onInputKeyDown={(event) => {
          const typed = (event.target as HTMLInputElement).value;
          if (event.key === 'Enter' && LOCALE.test(typed)) say(typed, value[typed] ?? '');
        }}
        onChange={(locale: string | null) => locale && say(locale, '')}
      />
    </div>
  );
}

/** Without languages in which nothing is said. */
export function saidTexts(value: Localised | undefined): Localised {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, text]) => text.trim() !== ''));
}
