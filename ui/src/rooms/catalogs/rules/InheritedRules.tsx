// Exclude rules of the nodes above: they decide here too, unless a mask lifts them.

import { Link, useParams } from '@tanstack/react-router';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { StatusTag } from '@/shared/StatusTag';
import { ProblemNotice } from '@/shared/states';
import { type Inherited, type Language, useInherited } from './asking';
import type { Subjects } from './builder/query';
import { EffectTag } from './RuleCard';
import { sourceOf } from './rule';
import { Saying } from './Saying';

interface Props {
  catalog: string;
  node: string;
  masks: string[];
  stored: string[];
  language: Language;
  subjects: Subjects;
  mayEdit: boolean;
  toggle: (key: string) => void;
}

export function InheritedRules(props: Props) {
  const { t } = useTranslation('shelfRules');
  const asked = useInherited(props.node);
  if (asked.isError) return <ProblemNotice wrong={asked.error} retry={() => void asked.refetch()} />;
  const items = asked.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="rules-above" aria-label={t('above.title')}>
      <div className="rules-above-title">{t('above.title')}</div>
      {items.map((each) => (
        <Row key={`${each.path} ${each.rule.key}`} each={each} {...props} />
      ))}
    </section>
  );
}

function Row({
  each,
  catalog,
  masks,
  stored,
  language,
  subjects,
  mayEdit,
  toggle,
}: Props & { each: Inherited }) {
  const { t } = useTranslation('shelfRules');
  const { environment } = useParams({ strict: false }) as { environment: string };
  const { rule } = each;
  // What was masked here when this was read may be about to be lifted, and the other way round.
  const isMaskedHere = masks.includes(rule.key);
  const isMaskedAbove = each.maskedAt !== null && !stored.includes(rule.key);
  const why = isMaskedAbove
    ? t('above.maskedAbove', { path: each.maskedAt })
    : each.mayMask
      ? t('above.maskHint')
      : t('above.mandatory');
  return (
    <div className={`rule-above ${isMaskedHere || isMaskedAbove ? 'is-masked' : ''}`}>
      <EffectTag effect="exclude" />
      <span className="rule-key">{rule.key}</span>
      {rule.mandatory && <StatusTag tone="wait">{t('mandatory')}</StatusTag>}
      <Saying source={sourceOf(rule)} language={language} subjects={subjects} />
      <span className="rules-gap" />
      <Link
        to="/$environment/catalogs/$catalog"
        params={{ environment, catalog }}
        search={{ node: each.nodeId, tab: 'rule' }}
        className="rule-from"
      >
        {t('above.from', { path: each.path || t('root') })}
      </Link>
      {isMaskedHere && <StatusTag tone="info">{t('above.masked')}</StatusTag>}
      <Tooltip title={why}>
        <Button
          size="small"
          disabled={!mayEdit || isMaskedAbove || (!each.mayMask && !isMaskedHere)}
          onClick={() => toggle(rule.key)}
          aria-label={t(isMaskedHere ? 'above.unmaskNamed' : 'above.maskNamed', { key: rule.key })}
        >
          {t(isMaskedHere ? 'above.unmask' : 'above.mask')}
        </Button>
      </Tooltip>
    </div>
  );
}
