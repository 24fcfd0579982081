// Why a rate plan is on the shelf or not: each rule that has a say, each of its conditions with what it read and answered.
import { useTranslation } from 'react-i18next';
import { StatusTag, type Tone } from '@/shared/StatusTag';
import { type Explanation, type Sample, useLanguage } from '../asking';
import { EffectTag } from '../RuleCard';
import type { Effect } from '../rule';

const TONES: Record<string, Tone> = { MATCH: 'good', NO_MATCH: 'plain', MISSING_INPUT: 'wait', ERROR: 'bad' };

export function Verdict({ sample }: { sample: Sample }) {
  const { t } = useTranslation('shelfRules');
  const { membership, rules } = sample;
  return (
    <div className="rule-verdict" data-testid="verdict">
      <div>
        <StatusTag tone={membership.isMember ? 'good' : 'bad'}>
          {t(membership.isMember ? 'isIn' : 'isOut')}
        </StatusTag>
      </div>
      {rules.length === 0 && <span className="quiet">{t('noRuleHasASay')}</span>}
      {rules.map((rule) => (
        <div key={`${rule.at} ${rule.key}`}>
          <div className="rule-verdict-head">
            <EffectTag effect={rule.effect as Effect} /> <b>{rule.key}</b>
            <Outcome outcome={rule.outcome} />
          </div>
          <Part part={rule.explanation} />
        </div>
      ))}
    </div>
  );
}

function Outcome({ outcome }: { outcome: string }) {
  const { t } = useTranslation('shelfRules');
  return <StatusTag tone={TONES[outcome] ?? 'plain'}>{t(`outcome.${outcome}`)}</StatusTag>;
}

/** Conditions are painted; of the values inside only what was read is worth a line. */
function Part({ part }: { part: Explanation }) {
  const { t } = useTranslation('shelfRules');
  const shown = useShown();
  const conditions = part.parts.filter((each) => each.outcome !== null && !isValue(each));
  const seen = part.parts.filter((each) => !conditions.includes(each)).flatMap(leaves);
  return (
    <div className={`rule-part is-${part.outcome ?? 'value'}`}>
      <div className="rule-part-line">
        {part.outcome && <Outcome outcome={part.outcome} />}
        <code>{part.expression}</code>
        {seen.map((each) => (
          <span key={each.pointer} className="quiet rule-read">
            {each.value === null
              ? t('readMissing', { name: each.expression })
              : t('readValue', { name: each.expression, value: shown(each.expression, each.value) })}
          </span>
        ))}
        {part.reason && conditions.length === 0 && <span className="rule-reason">{part.reason}</span>}
      </div>
      {conditions.length > 0 && (
        <div className="rule-parts">
          {conditions.map((each) => (
            <Part key={each.pointer} part={each} />
          ))}
        </div>
      )}
    </div>
  );
}

/** An attribute that is read, even one that answers yes or no by itself. */
const isValue = (part: Explanation) => part.operator === 'var';

function leaves(part: Explanation): Explanation[] {
  if (isValue(part)) return [part];
  return part.parts.flatMap(leaves);
}

/** Exact numbers and dates come as text, as texts do: which it is, the attribute says. */
function useShown() {
  const { t } = useTranslation('shelfRules');
  const { data: language } = useLanguage();
  return (name: string, value: unknown): string => {
    const isText = language?.attributes.find((each) => each.name === name)?.type === 'text';
    const one = (each: unknown) => (isText ? `“${each}”` : String(each));
    if (Array.isArray(value)) return value.map(one).join(', ') || t('emptyList');
    return one(value);
  };
}
