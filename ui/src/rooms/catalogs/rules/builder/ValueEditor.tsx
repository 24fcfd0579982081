// The value of a condition: a list of known ones where there are some, a date, a number with all its digits, a text.
import { AutoComplete, Button, DatePicker, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDebounced } from '@/shared/debounced';
import { number } from '@/shared/format';
import { useValues } from '../asking';
import type { Takes } from './conditions';
import type { Subject } from './fields';
import { isSame, type Json } from './logic';
import { NOW, numberOf, numberText, readValue, shownValue, TODAY, textIn } from './values';

interface Props {
  subject: Subject;
  takes: Takes;
  value: Json | null;
  label: string;
  unit: string | null;
  disabled: boolean;
  change: (value: Json | null) => void;
}

export function ValueEditor(props: Props) {
  const { subject, takes } = props;
  if (takes === 'many') return <ManyValues {...props} />;
  if (subject.kind === 'boolean') return <YesOrNo {...props} />;
  if (subject.family === 'number') return <Digits {...props} />;
  if (subject.kind === 'date' || subject.kind === 'datetime') return <Moment {...props} />;
  return subject.attribute.allowed ? <OneOfAllowed {...props} /> : <FreeText {...props} />;
}

function useKnown({ subject }: Props, search: string): { value: string; label: ReactNode }[] {
  const { allowed, name } = subject.attribute;
  const [settled] = useDebounced(search, 200);
  const values = useValues(name, settled, subject.counted === null && !allowed && subject.kind === 'text');
  const { t } = useTranslation('shelfRules');
  if (allowed) return allowed.map((each) => ({ value: String(each), label: String(each) }));
  return (values.data?.items ?? []).map((each) => ({
    value: String(each.value),
    label: (
      <span className="rule-option">
        {String(each.value)}{' '}
        <span className="quiet">{t('builder.plans', { count: each.plans, shown: number(each.plans) })}</span>
      </span>
    ),
  }));
}

function ManyValues(props: Props) {
  const { subject, value, label, disabled, change } = props;
  const { t } = useTranslation('shelfRules');
  const [search, setSearch] = useState('');
  const known = useKnown(props, search);
  const chosen = Array.isArray(value) ? value.map(shownValue) : [];
  return (
    <Select
      mode={subject.attribute.allowed ? 'multiple' : 'tags'}
      size="small"
      className="rule-values"
      aria-label={label}
      placeholder={t('builder.values')}
      value={chosen}
      disabled={disabled}
      onSearch={setSearch}
      tokenSeparators={[',', '\n', '\t']}
      maxTagCount="responsive"
      options={known}
      onChange={(said: string[]) => {
        const read = said.map((each) => readValue(subject.kind, each)).filter((each) => each !== null);
        change(read.length > 0 ? read : null);
      }}
    />
  );
}

function OneOfAllowed(props: Props) {
  const { value, label, disabled, change } = props;
  const { t } = useTranslation('shelfRules');
  return (
    <Select
      size="small"
      className="rule-value-one"
      aria-label={label}
      placeholder={t('builder.choose')}
      value={typeof value === 'string' ? value : undefined}
      disabled={disabled}
      options={useKnown(props, '')}
      onChange={change}
      popupMatchSelectWidth={false}
      showSearch
    />
  );
}

function FreeText(props: Props) {
  const { value, label, disabled, change } = props;
  const { t } = useTranslation('shelfRules');
  const text = typeof value === 'string' ? value : '';
  return (
    <AutoComplete
      size="small"
      className="rule-value-one"
      aria-label={label}
      placeholder={t('builder.text')}
      value={text}
      disabled={disabled}
      options={useKnown(props, text)}
      onChange={(said: string) => change(said === '' ? null : said)}
      popupMatchSelectWidth={260}
    />
  );
}

function YesOrNo({ value, label, disabled, change }: Props) {
  const { t } = useTranslation('shelfRules');
  return (
    <Select
      size="small"
      aria-label={label}
      placeholder={t('builder.choose')}
      value={typeof value === 'boolean' ? String(value) : undefined}
      disabled={disabled}
      options={[
        { value: 'true', label: t('yes') },
        { value: 'false', label: t('no') },
      ]}
      onChange={(said) => change(said === 'true')}
    />
  );
}

function Digits({ subject, value, label, unit, disabled, change }: Props) {
  return (
    <InputNumber<string>
      stringMode
      size="small"
      controls={false}
      className="rule-number"
      aria-label={label}
      suffix={unit ? <span className="quiet">{unit}</span> : undefined}
      precision={subject.kind === 'integer' ? 0 : undefined}
      value={numberText(value) || null}
      disabled={disabled}
      onChange={(said) => change(said === null ? null : numberOf(String(said)))}
    />
  );
}

function Moment({ subject, value, label, disabled, change }: Props) {
  const { t } = useTranslation('shelfRules');
  const isDate = subject.kind === 'date';
  const clock = isDate ? TODAY : NOW;
  const isClock = value !== null && isSame(value, clock);
  const text = value === null ? null : textIn(isDate ? 'date' : 'datetime', value);
  return (
    <span className="rule-moment">
      {isClock ? (
        <span className="rule-value">{t(isDate ? 'today' : 'now')}</span>
      ) : (
        <DatePicker
          size="small"
          showTime={!isDate}
          aria-label={label}
          value={text === null ? null : dayjs(text)}
          disabled={disabled}
          onChange={(said) => change(said === null ? null : written(said, isDate))}
        />
      )}
      {!disabled && (
        <Button size="small" type="text" onClick={() => change(isClock ? null : clock)}>
          {t(isClock ? 'builder.fixedDate' : isDate ? 'builder.useToday' : 'builder.useNow')}
        </Button>
      )}
    </span>
  );
}

function written(moment: dayjs.Dayjs, isDate: boolean): Json {
  return isDate ? { date: moment.format('YYYY-MM-DD') } : { datetime: moment.toDate().toISOString() };
}
