// One rate plan, chosen by hand: what each condition says of it.
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDebounced } from '@/shared/debounced';
import { Answer } from '@/shared/states';
import { type Asked, useRatePlans, useSample } from '../asking';
import { Verdict } from './Verdict';

function nameIn(language: string, name: Record<string, string>): string | undefined {
  return name[language] ?? name.en ?? Object.values(name)[0];
}

export function TryPlan({ asked }: { asked: Asked }) {
  const { t, i18n } = useTranslation('shelfRules');
  const [search, setSearch] = useState('');
  const [settled] = useDebounced(search, 250);
  const [plan, setPlan] = useState<string | null>(null);
  const plans = useRatePlans(settled);
  const sample = useSample(asked, plan);
  return (
    <>
      <Select
        size="small"
        showSearch={{ onSearch: setSearch, filterOption: false }}
        aria-label={t('tryPlan')}
        placeholder={t('tryPlan')}
        value={plan}
        loading={plans.isFetching}
        onChange={setPlan}
        options={(plans.data?.items ?? []).map((each) => ({
          value: each.key,
          label: `${nameIn(i18n.language, each.name ?? {}) ?? each.key} · ${each.key}`,
        }))}
      />
      {plan === null ? (
        <p className="quiet rules-note">{t('tryHint')}</p>
      ) : (
        <Answer asked={sample}>{(found) => <Verdict sample={found} />}</Answer>
      )}
    </>
  );
}
