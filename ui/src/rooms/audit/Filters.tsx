import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Button, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { environmentsQuery } from '@/app/environments';
import { useAddress } from '@/shared/address';
import { ACTIONS } from './actions';
import { FILTERS } from './asking';

/** All of it in the address. What is written counts from Enter on, or when one goes elsewhere. */
export function Filters() {
  const { t } = useTranslation('audit');
  const [said, say] = useAddress();
  const environments = useQuery(environmentsQuery);
  const isSaid = FILTERS.some((name) => said[name]);
  const range = (name: 'from' | 'to') => (
    <DatePicker
      size="small"
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      style={{ width: 148 }}
      aria-label={t(`filter.${name}`)}
      placeholder={t(`filter.${name}`)}
      value={said[name] ? dayjs(said[name]) : null}
      onChange={(chosen) => say({ [name]: chosen?.toISOString(), entry: undefined })}
    />
  );
  return (
    <search className="trail-filters" aria-label={t('filter.label')}>
      <Written name="actor" width={124} />
      <AutoComplete
        size="small"
        allowClear
        style={{ width: 180 }}
        popupMatchSelectWidth={280}
        aria-label={t('filter.action')}
        placeholder={t('filter.action')}
        key={said.action ?? ''}
        defaultValue={said.action}
        options={ACTIONS.map((value) => ({ value }))}
        showSearch={{ filterOption: (text, option) => option?.value.includes(text) ?? false }}
        onSelect={(action: string) => say({ action, entry: undefined })}
        onClear={() => say({ action: undefined })}
        onKeyDown={(event) => {
          if (event.key === 'Enter')
            say({ action: (event.target as HTMLInputElement).value || undefined, entry: undefined });
        }}
      />
      <Written name="subject" width={184} />
      <Select
        size="small"
        allowClear
        style={{ width: 120 }}
        aria-label={t('filter.environment')}
        placeholder={t('filter.environment')}
        value={said.environment}
        options={(environments.data?.items ?? []).map(({ key }) => ({ value: key, label: key }))}
        onChange={(environment) => say({ environment, entry: undefined })}
      />
      {range('from')}
      {range('to')}
      <Written name="requestId" width={124} />
      {isSaid && (
        <Button
          size="small"
          type="link"
          onClick={() =>
            say({ ...Object.fromEntries(FILTERS.map((name) => [name, undefined])), entry: undefined })
          }
        >
          {t('filter.clear')}
        </Button>
      )}
    </search>
  );
}

function Written({ name, width }: { name: 'actor' | 'subject' | 'requestId'; width: number }) {
  const [said] = useAddress();
  return <Box key={said[name] ?? ''} name={name} width={width} first={said[name] ?? ''} />;
}

function Box({
  name,
  width,
  first,
}: {
  name: 'actor' | 'subject' | 'requestId';
  width: number;
  first: string;
}) {
  const { t } = useTranslation('audit');
  const [, say] = useAddress();
  const [text, setText] = useState(first);
  const tell = (value: string) => {
    if (value.trim() !== first) say({ [name]: value.trim() || undefined, entry: undefined });
  };
  return (
    <Input
      size="small"
      style={{ width }}
      aria-label={t(`filter.${name}`)}
      placeholder={t(`filter.${name}`)}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onPressEnter={() => tell(text)}
      onBlur={() => tell(text)}
    />
  );
}
