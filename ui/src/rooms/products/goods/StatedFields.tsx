// What products and rate plans have in common: name, status, dates, tags.
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field, Row } from '@/shared/fields';
import type { Localised } from '../attributes/registry';
import { DayField } from '../attributes/ValueField';
import { STATUSES, type Status } from './goods';
import { LocalisedField } from './LocalisedField';

export interface Stated {
  name: Localised;
  status: Status;
  effectiveFrom?: string | null;
  effectiveTo?: string | null;
  tags: string[];
}

export function StatusField({
  value,
  onChange,
  at,
}: {
  value: Status;
  onChange: (status: Status) => void;
  at: string;
}) {
  const { t } = useTranslation('products');
  return (
    <Field label={t('field.status')} at={at}>
      {(control) => (
        <Select
          {...control}
          value={value}
          onChange={onChange}
          options={STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) }))}
        />
      )}
    </Field>
  );
}

export function DateFields({
  said,
  onChange,
  at = '',
}: {
  said: Pick<Stated, 'effectiveFrom' | 'effectiveTo'>;
  onChange: (changes: Pick<Stated, 'effectiveFrom' | 'effectiveTo'>) => void;
  at?: string;
}) {
  const { t } = useTranslation('products');
  return (
    <>
      <Field label={t('field.effectiveFrom')} at={`${at}/effectiveFrom`}>
        {(control) => (
          <DayField
            {...control}
            value={said.effectiveFrom}
            onChange={(day) => onChange({ effectiveFrom: day ?? null })}
          />
        )}
      </Field>
      <Field label={t('field.effectiveTo')} at={`${at}/effectiveTo`} hint={t('field.endHint')}>
        {(control) => (
          <DayField
            {...control}
            value={said.effectiveTo}
            onChange={(day) => onChange({ effectiveTo: day ?? null })}
          />
        )}
      </Field>
    </>
  );
}

export function StatedFields<T extends Stated>({ said, onChange }: { said: T; onChange: (said: T) => void }) {
  const { t } = useTranslation('products');
  return (
    <>
      <LocalisedField
        label={t('field.name')}
        at="/name"
        value={said.name}
        onChange={(name) => onChange({ ...said, name })}
      />
      <Row>
        <StatusField at="/status" value={said.status} onChange={(status) => onChange({ ...said, status })} />
        <DateFields said={said} onChange={(changes) => onChange({ ...said, ...changes })} />
      </Row>
      <Field label={t('field.tags')} at="/tags">
        {(control) => (
          <Select
            {...control}
            mode="tags"
            open={false}
            suffixIcon={null}
            tokenSeparators={[',', '|']}
            value={said.tags}
            onChange={(tags: string[]) => onChange({ ...said, tags })}
          />
        )}
      </Field>
    </>
  );
}
