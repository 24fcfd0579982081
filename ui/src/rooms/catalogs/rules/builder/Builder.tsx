// Conditions as rows: react-querybuilder keeps the tree, our own controls fill it, every one of them with a name.
import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select, Switch } from 'antd';
import { createContext, useContext, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type ActionProps,
  type CombinatorSelectorProps,
  type FieldSelectorProps,
  type NotToggleProps,
  type OperatorSelectorProps,
  QueryBuilder,
  type RuleGroupType,
  type ValueEditorProps,
} from 'react-querybuilder';
import 'react-querybuilder/dist/query-builder.css';
import type { Language } from '../asking';
import type { Source } from '../rule';
import { isValueFor, type Operator, operatorsFor, TAKES } from './conditions';
import type { Subject } from './fields';
import type { Json } from './logic';
import { logicOf, type Subjects } from './query';
import { ValueEditor } from './ValueEditor';
import { useOperatorWords, useSubjectWords } from './words';

interface Props {
  first: RuleGroupType;
  language: Language;
  subjects: Subjects;
  mayEdit: boolean;
  change: (source: Source) => void;
}

interface Desk {
  language: Language;
  subjects: Subjects;
}
const OnDesk = createContext<Desk | null>(null);

function useDesk(): Desk {
  const desk = useContext(OnDesk);
  if (desk === null) throw new Error('a control of the builder outside of it');
  return desk;
}

const CONTROLS = {
  fieldSelector: FieldSelector,
  operatorSelector: OperatorSelector,
  valueEditor: Value,
  combinatorSelector: Combinator,
  notToggle: NotToggle,
  addRuleAction: Adding,
  addGroupAction: Adding,
  removeRuleAction: Removing,
  removeGroupAction: Removing,
};

export default function Builder({ first, language, subjects, mayEdit, change }: Props) {
  const { t } = useTranslation('shelfRules');
  const [query, setQuery] = useState(first);
  const desk = useMemo(() => ({ language, subjects }), [language, subjects]);
  const fields = useMemo(
    () => [...subjects.keys()].map((id) => ({ name: id, value: id, label: id })),
    [subjects],
  );

  function follow(next: RuleGroupType) {
    // Also where only the parts were numbered: rows that are numbered anew would lose their focus.
    setQuery(next);
    if (!isAnother(query, next)) return;
    const when = logicOf(next, subjects);
    change(when === null ? { kind: 'unfinished', query: next } : { kind: 'logic', when });
  }

  return (
    <OnDesk.Provider value={desk}>
      <QueryBuilder
        fields={[{ name: '', value: '', label: '' }, ...fields]}
        query={query}
        onQueryChange={(next) => follow(next as RuleGroupType)}
        controlElements={CONTROLS}
        controlClassnames={{ queryBuilder: 'queryBuilder-branches' }}
        translations={{
          addRule: { label: t('builder.addCondition'), title: t('builder.addCondition') },
          addGroup: { label: t('builder.addGroup'), title: t('builder.addGroup') },
          removeRule: { title: t('builder.removeCondition') },
          removeGroup: { title: t('builder.removeGroup') },
          combinators: { title: t('builder.combinator') },
        }}
        combinators={[
          { name: 'and', value: 'and', label: t('builder.all') },
          { name: 'or', value: 'or', label: t('builder.any') },
        ]}
        getDefaultField=""
        getDefaultOperator=""
        getDefaultValue={() => null as never}
        resetOnFieldChange={false}
        addRuleToNewGroups
        showNotToggle
        disabled={!mayEdit}
        accessibleDescriptionGenerator={({ path }) =>
          path.length === 0
            ? t('builder.root')
            : t('builder.group', { place: path.map((n) => n + 1).join('.') })
        }
      />
    </OnDesk.Provider>
  );
}

/** Opening numbers the parts, which is no change that anybody made. */
function isAnother(before: RuleGroupType, after: unknown): boolean {
  const said = (query: unknown) => JSON.stringify(query, (key, value) => (key === 'id' ? undefined : value));
  return said(before) !== said(after);
}

function FieldSelector({ value, handleOnChange, disabled, path }: FieldSelectorProps) {
  const { t } = useTranslation('shelfRules');
  const { language, subjects } = useDesk();
  const wordOf = useSubjectWords(language);
  const options = useMemo(() => {
    const all = [...subjects.values()].map((subject) => ({
      value: subject.id,
      label: wordOf(subject),
      subject,
    }));
    const sorted = all.sort((left, right) => left.label.localeCompare(right.label));
    const isOf = (counted: boolean) => sorted.filter(({ subject }) => (subject.counted !== null) === counted);
    return [
      { label: t('builder.attributes'), options: isOf(false) },
      { label: t('builder.counted'), options: isOf(true) },
    ];
  }, [subjects, wordOf, t]);
  return (
    <Select
      size="small"
      className="rule-subject"
      aria-label={t('builder.subject', { place: placeOf(path) })}
      placeholder={t('builder.choose')}
      value={value || undefined}
      disabled={disabled}
      onChange={(next) => handleOnChange(next)}
      options={options}
      showSearch={{ optionFilterProp: ['label', 'value'] }}
      popupMatchSelectWidth={280}
      optionRender={({ label, value: id }) => (
        <span className="rule-option">
          {label} <span className="mono quiet">{String(id).replace(/^.*:/, '')}</span>
        </span>
      )}
    />
  );
}

const placeOf = (path: number[]) => path.map((each) => each + 1).join('.');

function OperatorSelector({ value, handleOnChange, disabled, path, rule }: OperatorSelectorProps) {
  const { t } = useTranslation('shelfRules');
  const { subjects } = useDesk();
  const asked = useOperatorWords();
  const subject = subjects.get(rule.field);
  if (subject === undefined) return null;
  return (
    <Select
      size="small"
      className="rule-operator"
      aria-label={t('builder.operator', { place: placeOf(path) })}
      placeholder={t('builder.choose')}
      value={value || undefined}
      disabled={disabled}
      onChange={(next) => handleOnChange(next)}
      options={operatorsFor(subject, value).map((operator) => ({
        value: operator,
        label: asked(subject, operator),
      }))}
      popupMatchSelectWidth={false}
    />
  );
}

function Value({ rule, value, handleOnChange, disabled, path }: ValueEditorProps) {
  const { t } = useTranslation('shelfRules');
  const { language, subjects } = useDesk();
  const subject = subjects.get(rule.field);
  const operator = rule.operator as Operator | '';
  if (subject === undefined || operator === '' || TAKES[operator] === 'nothing') return null;
  return (
    <ValueEditor
      key={`${subject.kind} ${TAKES[operator]}`}
      subject={subject}
      takes={TAKES[operator]}
      value={fitting(subject, operator, value as Json | null)}
      label={t('builder.value', { place: placeOf(path) })}
      unit={subject.counted === null ? language.unitOf(subject.attribute.name) : null}
      disabled={disabled ?? false}
      change={handleOnChange}
    />
  );
}

/** A value that was meant for another field or operator is not shown as if it fitted. */
function fitting(subject: Subject, operator: Operator, value: Json | null): Json | null {
  return isValueFor(subject, operator, value) ? value : null;
}

function Combinator({ value, handleOnChange, options, disabled, path }: CombinatorSelectorProps) {
  const { t } = useTranslation('shelfRules');
  return (
    <Select
      size="small"
      aria-label={t('builder.combinatorOf', { place: placeOf(path) || t('builder.outermost') })}
      value={value}
      disabled={disabled}
      onChange={(next) => handleOnChange(next)}
      options={options as { value: string; label: string }[]}
      popupMatchSelectWidth={false}
    />
  );
}

function NotToggle({ checked, handleOnChange, disabled }: NotToggleProps) {
  const { t } = useTranslation('shelfRules');
  return (
    <span className="rule-not">
      <Switch
        size="small"
        checked={checked}
        disabled={disabled}
        onChange={handleOnChange}
        aria-label={t('builder.not')}
      />
      <span aria-hidden className={checked ? '' : 'quiet'}>
        {t('builder.not')}
      </span>
    </span>
  );
}

function Adding({ label, title, handleOnClick, disabled }: ActionProps) {
  if (disabled) return null;
  return (
    <Button
      size="small"
      type="dashed"
      icon={<PlusOutlined />}
      aria-label={title}
      title={title}
      onClick={(event) => handleOnClick(event)}
    >
      {label}
    </Button>
  );
}

function Removing({ title, handleOnClick, disabled, path }: ActionProps) {
  if (disabled) return null;
  return (
    <Button
      size="small"
      type="text"
      className="rule-remove-part"
      icon={<CloseOutlined />}
      aria-label={`${title} ${placeOf(path)}`}
      title={title}
      onClick={(event) => handleOnClick(event)}
    />
  );
}
