import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';
import { StatusTag, type Tone } from '@/shared/StatusTag';
import type { Summary } from '../queries';
import { Place } from './Place';

type Rule = Summary['rules']['items'][number];

const TONES: Record<Rule['change'], Tone> = {
  added: 'good',
  removed: 'bad',
  changed: 'wait',
  masked: 'info',
  unmasked: 'info',
};

/** Each changed rule with its text before and after, and what it does to shelves. */
export function Rules({ catalog, rules }: { catalog: string; rules: Summary['rules'] }) {
  const { t } = useTranslation('publishing');
  return (
    <Table<Rule>
      size="small"
      rowKey={(rule) => `${rule.nodeId}/${rule.key}`}
      pagination={false}
      dataSource={rules.items}
      columns={[
        {
          title: t('rules.change'),
          width: 100,
          render: (_, { change }) => <StatusTag tone={TONES[change]}>{t(`rules.${change}`)}</StatusTag>,
        },
        { title: t('rules.at'), render: (_, rule) => <Place catalog={catalog} at={rule} /> },
        {
          title: t('rules.rule'),
          render: (_, rule) => (
            <>
              <span className="mono">{rule.key}</span>{' '}
              {rule.effect && <span className="quiet">{t(`rules.${rule.effect}`)}</span>}{' '}
              {rule.mandatory && <StatusTag>{t('rules.mandatory')}</StatusTag>}
            </>
          ),
        },
        { title: t('rules.text'), render: (_, rule) => <RuleText rule={rule} /> },
        { title: t('rules.effect'), width: 200, render: (_, rule) => <Effect rule={rule} /> },
      ]}
    />
  );
}

function RuleText({ rule: { textBefore, textAfter } }: { rule: Rule }) {
  return (
    <>
      {textBefore && textBefore !== textAfter && <div className="mono pub-was">{textBefore}</div>}
      {textAfter && <div className="mono">{textAfter}</div>}
    </>
  );
}

function Effect({ rule }: { rule: Rule }) {
  const { t } = useTranslation('publishing');
  return (
    <>
      <span className="pub-gain">+{number(rule.enters)}</span>{' '}
      <span className="pub-loss">−{number(rule.leaves)}</span>
      {rule.isShared && <div className="quiet">{t('rules.shared')}</div>}
      {rule.matches !== null && <div className="quiet">{t('rules.matches', { count: rule.matches })}</div>}
    </>
  );
}
