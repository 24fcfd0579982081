// A condition in words: the labels of attributes, what is asked of them, the values; text where there is no simpler way.
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleGroupType } from 'react-querybuilder';
import { StatusTag } from '@/shared/StatusTag';
import type { Language } from './asking';
import { type Operator, TAKES } from './builder/conditions';
import type { Subject } from './builder/fields';
import type { Json } from './builder/logic';
import { isGroup, openInBuilder, type Subjects } from './builder/query';
import { useOperatorWords, useSubjectWords, useValueWords } from './builder/words';
import type { Source } from './rule';

interface Props {
  source: Source;
  language: Language;
  subjects: Subjects;
}

export function Saying({ source, language, subjects }: Props) {
  const { t } = useTranslation('shelfRules');
  if (source.kind === 'text')
    return <code className="rule-saying">{source.expression || t('nothingSaid')}</code>;
  if (source.kind === 'reference')
    return (
      <span className="rule-saying">
        <StatusTag tone="info">{source.ref || t('nothingSaid')}</StatusTag>
        {source.expression && <code> {source.expression}</code>}
      </span>
    );
  if (source.kind === 'unfinished') return <em className="rule-saying quiet">{t('unfinishedRule')}</em>;
  const opened = openInBuilder(source.when, subjects);
  if ('query' in opened)
    return (
      <span className="rule-saying">
        <Group query={opened.query} language={language} subjects={subjects} isOutermost />
      </span>
    );
  return <code className="rule-saying">{source.expression ?? JSON.stringify(source.when)}</code>;
}

interface GroupProps {
  query: RuleGroupType;
  language: Language;
  subjects: Subjects;
  isOutermost?: boolean;
}

function Group({ query, language, subjects, isOutermost }: GroupProps) {
  const { t } = useTranslation('shelfRules');
  const parts: ReactNode[] = query.rules.map((each, place) => {
    if (typeof each === 'string') return null;
    const joint = place > 0 && <span className="rule-joint"> {t(`combinator.${query.combinator}`)} </span>;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a condition have no names
      <Fragment key={place}>
        {joint}
        {isGroup(each) ? (
          <Group query={each} language={language} subjects={subjects} />
        ) : (
          <Row
            subject={subjects.get(each.field)}
            operator={each.operator as Operator}
            value={each.value}
            language={language}
          />
        )}
      </Fragment>
    );
  });
  const isBare = isOutermost && !query.not;
  return (
    <>
      {query.not && <span className="rule-joint">{t('combinator.not')} </span>}
      {!isBare && '('}
      {parts}
      {!isBare && ')'}
    </>
  );
}

interface RowProps {
  subject: Subject | undefined;
  operator: Operator;
  value: Json;
  language: Language;
}

function Row({ subject, operator, value, language }: RowProps) {
  const wordOf = useSubjectWords(language);
  const asked = useOperatorWords();
  const shown = useValueWords();
  if (subject === undefined) return null;
  return (
    <>
      <b>{wordOf(subject)}</b> {asked(subject, operator)}{' '}
      {TAKES[operator] !== 'nothing' && <span className="rule-value">{shown(value)}</span>}
    </>
  );
}
