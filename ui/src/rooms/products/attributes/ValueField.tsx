// The right control for a value: by the type, the allowed values and the unit that the registry declares.
import { DatePicker, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Attribute } from './registry';

dayjs.extend(utc);

export interface Control {
  id?: string;
  'aria-label'?: string;
  status?: 'error';
  disabled?: boolean;
  placeholder?: string;
  size?: 'small';
}

interface Props<T, Out = T> extends Control {
  value: T;
  onChange: (value: Out | undefined) => void;
}

const FULL = { width: '100%' };

export function pointOf(language: string): string {
  const parts = new Intl.NumberFormat(language).formatToParts(1.5);
  return parts.find((part) => part.type === 'decimal')?.value ?? '.';
}

export function DayField({ value, onChange, ...control }: Props<string | null | undefined, string>) {
  return (
    <DatePicker
      {...control}
      style={FULL}
      value={value ? dayjs(value) : null}
      onChange={(day) => onChange(day ? day.format('YYYY-MM-DD') : undefined)}
    />
  );
}

/** In UTC, as the service stores instants. */
export function InstantField({ value, onChange, ...control }: Props<string | null | undefined, string>) {
  return (
    <DatePicker
      {...control}
      style={FULL}
      showTime
      format="YYYY-MM-DD HH:mm:ss [UTC]"
      value={value ? dayjs.utc(value) : null}
      onChange={(at) => onChange(at ? `${at.format('YYYY-MM-DDTHH:mm:ss')}Z` : undefined)}
    />
  );
}

export function NumberField({
  value,
  onChange,
  whole,
  unit,
  ...control
}: Props<string | number | null | undefined, string | number> & { whole?: boolean; unit?: string | null }) {
  return (
    <InputNumber<string>
      {...control}
      style={FULL}
      stringMode
      controls={false}
      decimalSeparator={pointOf(i18next.language)}
      precision={whole ? 0 : undefined}
      suffix={unit ?? undefined}
      value={value == null ? null : String(value)}
      onChange={(text) => onChange(text == null || text === '' ? undefined : whole ? Number(text) : text)}
    />
  );
}

function asItem(attribute: Attribute, text: string): unknown {
  if (attribute.type === 'integer' && /^-?\d{1,16}$/.test(text)) return Number(text);
  if (attribute.type === 'boolean') return text === 'true';
  return text;
}

function Choice({ attribute, value, onChange, ...control }: Props<unknown> & { attribute: Attribute }) {
  const { t } = useTranslation('products');
  const allowed = attribute.type === 'boolean' ? [true, false] : (attribute.allowed ?? []);
  const options = allowed.map((each) => ({
    value: String(each),
    label: typeof each === 'boolean' ? t(each ? 'value.yes' : 'value.no') : String(each),
  }));
  const several = attribute.many;
  return (
    <Select
      {...control}
      style={FULL}
      mode={several ? (allowed.length > 0 ? 'multiple' : 'tags') : undefined}
      tokenSeparators={several ? ['|', '\n'] : undefined}
      allowClear
      showSearch
      options={options}
      open={allowed.length === 0 ? false : undefined}
      suffixIcon={allowed.length === 0 ? null : undefined}
      value={
        several
          ? ((value as unknown[] | undefined) ?? []).map(String)
          : value == null
            ? undefined
            : String(value)
      }
      onChange={(said: string | string[] | undefined) => {
        if (Array.isArray(said)) {
          onChange(said.length > 0 ? said.map((each) => asItem(attribute, each)) : undefined);
        } else onChange(said === undefined ? undefined : asItem(attribute, said));
      }}
    />
  );
}

export function ValueField({
  attribute,
  value,
  onChange,
  ...control
}: Props<unknown> & { attribute?: Attribute }) {
  if (attribute && (attribute.many || attribute.allowed || attribute.type === 'boolean')) {
    return <Choice attribute={attribute} value={value} onChange={onChange} {...control} />;
  }
  const text = value as string | undefined;
  switch (attribute?.type) {
    case 'integer':
    case 'decimal':
      return (
        <NumberField
          value={text}
          onChange={onChange}
          whole={attribute.type === 'integer'}
          unit={attribute.unit}
          {...control}
        />
      );
    case 'date':
      return <DayField value={text} onChange={onChange} {...control} />;
    case 'datetime':
      return <InstantField value={text} onChange={onChange} {...control} />;
    default:
      return (
        <Input.TextArea
          {...control}
          autoSize={{ minRows: 1, maxRows: 6 }}
          value={text ?? ''}
          onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
        />
      );
  }
}
