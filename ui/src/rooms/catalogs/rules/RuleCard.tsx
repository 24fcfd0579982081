// One rule in the list: closed, it says what it does; open, it is edited in place.
import { DeleteOutlined, DownOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Select, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';
import { StatusTag } from '@/shared/StatusTag';
import { KEY } from '../tree/keys';
import { AudienceEditor } from './AudienceEditor';
import type { Language } from './asking';
import type { Subjects } from './builder/query';
import { ConditionEditor } from './ConditionEditor';
import { ReferenceEditor } from './reference/ReferenceEditor';
import { WhereItStands } from './reference/WhereItStands';
import type { Effect, RuleDraft, Source } from './rule';
import { Saying } from './Saying';

/** How many rate plans answer MATCH, NO_MATCH, MISSING_INPUT, ERROR. */
export type Answers = Record<string, number>;

interface Props {
  rule: RuleDraft;
  language: Language;
  subjects: Subjects;
  answers: Answers | undefined;
  isOpen: boolean;
  isKeyTaken: boolean;
  mayEdit: boolean;
  toggle: () => void;
  change: (rule: RuleDraft) => void;
  remove: () => void;
}

export function RuleCard({
  rule,
  language,
  subjects,
  answers,
  isOpen,
  mayEdit,
  toggle,
  remove,
  ...more
}: Props) {
  const { t } = useTranslation('shelfRules');
  return (
    <article
      className={`rule-card ${isOpen ? 'is-open' : ''}`}
      aria-label={t('ruleNamed', { key: rule.key })}
    >
      <div className="rule-head">
        <button type="button" className="rule-toggle" aria-expanded={isOpen} onClick={toggle}>
          {isOpen ? <DownOutlined /> : <RightOutlined />}
          <EffectTag effect={rule.effect} />
          <span className="rule-key">{rule.key}</span>
          {rule.mandatory && <StatusTag tone="wait">{t('mandatory')}</StatusTag>}
          {rule.audience && <StatusTag tone="info">{t('limited')}</StatusTag>}
          {!isOpen && <Saying source={rule.source} language={language} subjects={subjects} />}
        </button>
        {answers && <Matches answers={answers} />}
        {mayEdit && (
          <Tooltip title={t('removeRule', { key: rule.key })}>
            <Button
              size="small"
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('removeRule', { key: rule.key })}
              onClick={remove}
            />
          </Tooltip>
        )}
      </div>
      {!isOpen && rule.description && <div className="quiet rule-about">{rule.description}</div>}
      {isOpen && (
        <div className="rule-body">
          <Particulars rule={rule} mayEdit={mayEdit} {...more} />
          <WhereItStands
            source={rule.source}
            mayEdit={mayEdit}
            change={(source: Source) => more.change({ ...rule, source })}
          />
          {rule.source.kind === 'reference' ? (
            <ReferenceEditor
              source={rule.source}
              mayEdit={mayEdit}
              change={(source: Source) => more.change({ ...rule, source })}
            />
          ) : (
            <ConditionEditor
              source={rule.source}
              language={language}
              subjects={subjects}
              mayEdit={mayEdit}
              change={(source: Source) => more.change({ ...rule, source })}
            />
          )}
        </div>
      )}
    </article>
  );
}

export function EffectTag({ effect }: { effect: Effect }) {
  const { t } = useTranslation('shelfRules');
  return <StatusTag tone={effect === 'include' ? 'good' : 'bad'}>{t(`effect.${effect}`)}</StatusTag>;
}

function Matches({ answers }: { answers: Answers }) {
  const { t } = useTranslation('shelfRules');
  const { MATCH = 0, MISSING_INPUT = 0, ERROR = 0 } = answers;
  const hint = t('answers.hint', { missing: number(MISSING_INPUT), failed: number(ERROR) });
  return (
    <Tooltip title={hint}>
      <span className="rule-count" data-testid="matches">
        {t('answers.matches', { count: MATCH, shown: number(MATCH) })}
        {ERROR > 0 && (
          <StatusTag tone="bad">{t('answers.failed', { count: ERROR, shown: number(ERROR) })}</StatusTag>
        )}
      </span>
    </Tooltip>
  );
}

function Particulars({
  rule,
  isKeyTaken,
  mayEdit,
  change,
}: Pick<Props, 'rule' | 'isKeyTaken' | 'mayEdit' | 'change'>) {
  const { t } = useTranslation('shelfRules');
  const { key } = rule;
  const isBad = !KEY.test(key);
  return (
    <div className="rule-particulars">
      <Select<Effect>
        size="small"
        aria-label={t('field.effect')}
        value={rule.effect}
        disabled={!mayEdit}
        onChange={(effect) => change({ ...rule, effect })}
        options={(['include', 'exclude'] as const).map((value) => ({
          value,
          label: t(`effect.${value}Does`),
        }))}
        popupMatchSelectWidth={false}
      />
      <Input
        size="small"
        aria-label={t('field.key')}
        prefix={<span className="quiet">{t('field.key')}</span>}
        value={key}
        status={isBad || isKeyTaken ? 'error' : undefined}
        disabled={!mayEdit}
        onChange={(event) => change({ ...rule, key: event.target.value })}
      />
      <Input
        size="small"
        aria-label={t('field.description')}
        placeholder={t('field.descriptionHint')}
        value={rule.description}
        maxLength={2000}
        disabled={!mayEdit}
        onChange={(event) => change({ ...rule, description: event.target.value })}
      />
      {rule.effect === 'exclude' ? (
        <Tooltip title={t('field.mandatoryHint')}>
          <Checkbox
            checked={rule.mandatory}
            disabled={!mayEdit}
            onChange={(event) => change({ ...rule, mandatory: event.target.checked })}
          >
            {t('mandatory')}
          </Checkbox>
        </Tooltip>
      ) : (
        <AudienceEditor
          audience={rule.audience}
          mayEdit={mayEdit}
          change={(audience) => change({ ...rule, audience })}
        />
      )}
      {(isBad || isKeyTaken) && (
        <div role="alert" className="rule-wrong">
          {t(isBad ? 'field.keyBad' : 'field.keyTaken', { key })}
        </div>
      )}
    </div>
  );
}
