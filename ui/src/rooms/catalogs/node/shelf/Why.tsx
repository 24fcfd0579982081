// Why a rate plan is on the shelf or not: what was said by hand, and what every rule that has a say answers.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Words } from '@/shared/api';
import { StatusTag, type Tone } from '@/shared/StatusTag';
import { Answer } from '@/shared/states';
import { useHere } from '../here';
import { type Standing, standingQuery } from '../queries';

type RuleAnswer = Words['RuleAnswerOut'];
type Explanation = Words['ExplanationOut'];

const TONES: Record<string, Tone> = { MATCH: 'good', NO_MATCH: 'plain', MISSING_INPUT: 'wait', ERROR: 'bad' };

export function Why({ plan }: { plan: string }) {
  const { environment, node } = useHere();
  const asked = useQuery(standingQuery(environment, node.id, plan));
  return (
    <Answer asked={asked} rows={2}>
      {(standing) => <Reasons standing={standing} />}
    </Answer>
  );
}

function Reasons({ standing }: { standing: Standing }) {
  const { t } = useTranslation('nodes');
  return (
    <>
      <p>{sentence(standing)}</p>
      {standing.rules.length === 0 && <p className="quiet">{t('why.noRules')}</p>}
      <ul className="shelf-reasons">
        {standing.rules.map((rule) => (
          <Rule key={`${rule.at}/${rule.key}`} rule={rule} />
        ))}
      </ul>
    </>
  );

  function sentence({ membership, assignment }: Standing): string {
    const { isMember, source, rule, beat, out } = membership;
    if (isMember && source === 'manual') return t(beat ? 'why.handBeats' : 'why.hand', { rule: beat });
    if (isMember) return t('why.rule', { rule });
    if (out === 'excluded_by_hand') return t('why.outByHand');
    if (out === 'excluded_by_rule') return t(assignment ? 'why.outThoughByHand' : 'why.outByRule', { rule });
    return t('why.nobody');
  }
}

function Rule({ rule }: { rule: RuleAnswer }) {
  const { t } = useTranslation('nodes');
  const { catalogKey, node } = useHere();
  const place = rule.at === node.path ? t('why.here') : t('why.at', { path: rule.at || catalogKey });
  return (
    <li>
      <StatusTag tone={TONES[rule.outcome] ?? 'plain'}>{t(`why.outcome.${rule.outcome}`)}</StatusTag>{' '}
      {t(`why.effect.${rule.effect}`)} <strong>{rule.key}</strong> <span className="quiet">{place}</span>
      {rule.mandatory && <span className="quiet"> · {t('why.mandatory')}</span>}
      <Part part={rule.explanation} />
    </li>
  );
}

function Part({ part }: { part: Explanation }) {
  return (
    <div className="shelf-part">
      <code>{part.expression}</code> <span className="quiet mono">→ {part.reason ?? shown(part)}</span>
      {part.parts.filter(saysSomething).map((each) => (
        <Part key={each.pointer} part={each} />
      ))}
    </div>
  );
}

/** A constant is its own value. */
function saysSomething({ expression, value, parts }: Explanation): boolean {
  return parts.length > 0 || expression !== JSON.stringify(value);
}

function shown({ value, outcome }: Explanation): string {
  return value === null || value === undefined ? (outcome ?? 'null') : JSON.stringify(value);
}
