// What the rules would do, counted over every rate plan and every shelf below; and why, for each of them.
import { DatePicker, Segmented, Tooltip } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/shared/api';
import { number } from '@/shared/format';
import { Loading, ProblemNotice } from '@/shared/states';
import type { Asked, Change, Effects, usePreview } from '../asking';
import type { RuleDraft } from '../rule';
import { MovedList } from './MovedList';
import { Shelves } from './Shelves';
import { TryPlan } from './TryPlan';

interface Props {
  asked: Asked | null;
  path: string;
  catalog: string;
  rules: RuleDraft[];
  counted: ReturnType<typeof usePreview>;
  isCurrent: boolean;
  isComplete: boolean;
  isChanged: boolean;
  instant: string | null;
  seeOn: (instant: string | null) => void;
}

type Tab = 'moves' | 'shelves' | 'try';
const CHANGES: Change[] = ['enters', 'leaves', 'stays'];

export function Preview(props: Props) {
  const { asked, path, catalog, rules, counted, isCurrent, isComplete, isChanged, instant, seeOn } = props;
  const { t } = useTranslation('shelfRules');
  const [tab, setTab] = useState<Tab>('moves');
  const [shown, setShown] = useState<Change | null>(null);
  const effects = counted.data?.pages[0] as Effects | undefined;
  const show = shown ?? (effects && effects.enters + effects.leaves > 0 ? null : 'stays');

  function body() {
    if (!isComplete) return <p className="quiet rules-note">{t('preview.unfinished')}</p>;
    if (counted.isError)
      return <Refused wrong={counted.error} rules={rules} retry={() => void counted.refetch()} />;
    if (effects === undefined || asked === null) return <Loading rows={3} />;
    return (
      <>
        <Numbers effects={effects} isCurrent={isCurrent} shown={show} choose={setShown} />
        <Segmented<Tab>
          size="small"
          value={tab}
          onChange={setTab}
          aria-label={t('preview.view')}
          options={[
            { value: 'moves', label: t('preview.moves') },
            { value: 'shelves', label: t('preview.shelves', { count: effects.nodeCount }) },
            { value: 'try', label: t('preview.try') },
          ]}
        />
        {tab === 'moves' && (
          <MovedList
            asked={asked}
            path={path}
            catalog={catalog}
            show={show === null ? ['enters', 'leaves'] : [show]}
          />
        )}
        {tab === 'shelves' && <Shelves effects={effects} catalog={catalog} />}
        {tab === 'try' && <TryPlan asked={asked} />}
      </>
    );
  }

  return (
    <section className="rules-preview" aria-label={t('preview.title')} aria-busy={!isCurrent}>
      <header className="rules-bar">
        <strong>{t(isChanged ? 'preview.title' : 'preview.now')}</strong>
        <span className="quiet" aria-live="polite">
          {isComplete && !isCurrent && !counted.isError ? t('preview.counting') : ''}
        </span>
        <span className="rules-gap" />
        <Tooltip title={t('preview.instantHint')}>
          <DatePicker
            size="small"
            showTime={{ format: 'HH:mm' }}
            format="YYYY-MM-DD HH:mm"
            aria-label={t('preview.instant')}
            placeholder={t('preview.instant')}
            value={instant === null ? null : dayjs(instant)}
            onChange={(chosen) => seeOn(chosen === null ? null : chosen.toISOString())}
          />
        </Tooltip>
      </header>
      {body()}
    </section>
  );
}

interface NumbersProps {
  effects: Effects;
  isCurrent: boolean;
  shown: Change | null;
  choose: (change: Change | null) => void;
}

/** Each number is a filter of the list below it. */
function Numbers({ effects, isCurrent, shown, choose }: NumbersProps) {
  const { t } = useTranslation('shelfRules');
  const total = Object.values(Object.values(effects.outcomes)[0] ?? {}).reduce((sum, each) => sum + each, 0);
  return (
    <div className={`rule-numbers ${isCurrent ? '' : 'is-old'}`} data-testid="numbers">
      {CHANGES.map((change) => (
        <button
          key={change}
          type="button"
          className={`rule-number-of is-${change}`}
          aria-pressed={shown === change}
          onClick={() => choose(shown === change ? null : change)}
        >
          <b>{number(effects[change])}</b> {t(`change.${change}`, { count: effects[change] })}
        </button>
      ))}
      <span className="quiet">{t('preview.of', { count: total, shown: number(total) })}</span>
    </div>
  );
}

/** What is wrong with a rule is told where it is written; which one it is, is told here. */
function Refused({ wrong, rules, retry }: { wrong: unknown; rules: RuleDraft[]; retry: () => void }) {
  const { t } = useTranslation('shelfRules');
  const pointer = wrong instanceof Problem ? /^\/rules\/(\d+)/.exec(wrong.said.pointer ?? '') : null;
  const rule = pointer ? rules[Number(pointer[1])] : undefined;
  if (rule && wrong instanceof Problem && wrong.code.startsWith('predicates.'))
    return <p className="quiet rules-note">{t('preview.ruleRefused', { key: rule.key })}</p>;
  const isTheirs = wrong instanceof Problem && wrong.isForbidden;
  return (
    <ProblemNotice wrong={wrong} title={t(isTheirs ? 'preview.notYours' : 'preview.refused')} retry={retry} />
  );
}
