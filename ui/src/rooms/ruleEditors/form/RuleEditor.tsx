// Rules and conditions as a form: what they say of themselves, when they hold, and what they do then.
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stepsOf } from '@/rooms/repository/code/pointers';
import type { Schemas } from '@/rooms/repository/code/schemas';
import { schemasQuery } from '@/rooms/repository/queries';
import type { Editable } from '../guard';
import type { JsonObject } from '../json/exact';
import type { Said } from '../table/placing';
import { Actions } from './Actions';
import { Condition } from './Condition';
import { FindingsOfFile, SaidOf } from './faults';
import { type Place, TextField, WordsField } from './fields';
import type { Held } from './held';
import { About, Order } from './RuleFields';
import { RuleList } from './RuleList';
import '../table/table.css';
import './form.css';

interface Props {
  editor: Exclude<Editable, 'table'>;
  value: JsonObject;
  /** Absent where it is only read. */
  change?: (value: JsonObject) => void;
  findings: readonly Said[];
  held: Held;
  commit: string;
  reveal: RefObject<((pointer: string) => void) | null>;
  pointer?: string;
}

export default function RuleEditor({ editor, findings, reveal, pointer, ...rest }: Props) {
  const schemas = useQuery(schemasQuery).data;
  const box = useRef<HTMLDivElement>(null);
  const [chosen, choose] = useState(() => ruleIn(pointer ?? '') ?? 0);
  useEffect(() => {
    reveal.current = (where) => {
      const rule = ruleIn(where);
      if (rule !== null) choose(rule);
      // The rule that is chosen now has to be there first.
      setTimeout(() => fieldAt(box.current, where)?.focus(), 50);
    };
  }, [reveal]);
  if (schemas === undefined) return null;
  const whole: Whole = {
    place: { value: rest.value, at: '', change: rest.change },
    held: rest.held,
    commit: rest.commit,
    schemas,
  };
  return (
    <FindingsOfFile value={findings}>
      <div ref={box} className="rf">
        {editor === 'predicate' && <PredicateForm {...whole} />}
        {editor === 'rule' && <RuleForm {...whole} context="context" />}
        {editor === 'ruleset' && <SetForm {...whole} chosen={chosen} choose={choose} />}
      </div>
    </FindingsOfFile>
  );
}

interface Whole {
  place: Place;
  held: Held;
  commit: string;
  schemas: Schemas;
}

function ruleIn(pointer: string): number | null {
  const [part, index] = stepsOf(pointer);
  return part === 'rules' && index !== undefined ? Number(index) : null;
}

/** The field whose name the pointer says last. */
function fieldAt(box: HTMLElement | null, pointer: string): HTMLElement | null {
  const names = stepsOf(pointer).reverse();
  for (const name of names) {
    if (name === 'when')
      return box?.querySelector('.rf-when [tabindex="0"], .rf-when input, .rf-when button') ?? null;
    const found =
      /^\w+$/.test(name) && box?.querySelector<HTMLElement>(`.is-${name} input, .is-${name} textarea`);
    if (found) return found;
  }
  return null;
}

const contextOf = ({ context }: JsonObject) => (typeof context === 'string' ? context : 'context');

function PredicateForm({ place, held, commit }: Whole) {
  const { t } = useTranslation('ruleEditors');
  return (
    <>
      <Condition {...place} id="when" held={held} commit={commit} context={contextOf(place.value)} />
      <div className="rf-fields">
        <Id {...place} />
        <About {...place} />
        <TextField {...place} name="context" label={t('about.context')} isMono hint="context" />
      </div>
      <SaidOf at={place.at} isWhole={false} />
    </>
  );
}

function RuleForm({ place, held, commit, schemas, context }: Whole & { context: string }) {
  return (
    <>
      <Condition
        {...place}
        id={`rule ${String(place.value.id)}`}
        held={held}
        commit={commit}
        context={context}
      />
      <Actions {...place} schemas={schemas} />
      <div className="rf-fields">
        <Id {...place} />
        <Order {...place} schemas={schemas} />
        <About {...place} />
      </div>
      <SaidOf at={place.at} isWhole={false} />
    </>
  );
}

/** The rules on the left, the one that is chosen on the right; below all of them, what the set says of itself. */
function SetForm({
  place,
  chosen,
  choose,
  ...whole
}: Whole & { chosen: number; choose: (index: number) => void }) {
  const { t } = useTranslation('ruleEditors');
  const { value, change } = place;
  const rules = (value.rules ?? []) as JsonObject[];
  const at = Math.min(chosen, Math.max(0, rules.length - 1));
  const rule = rules[at];
  const write = change && ((next: JsonObject[]) => change({ ...value, rules: next }));
  return (
    <>
      <div className="rf-set">
        <RuleList
          rules={rules}
          chosen={at}
          choose={choose}
          write={write}
          prefix={String(value.id ?? 'rule')}
        />
        <div className="rf-one">
          {rule && (
            <RuleForm
              key={String(rule.id)}
              {...whole}
              place={{
                value: rule,
                at: `/rules/${at}`,
                change: write && ((next) => write(rules.with(at, next))),
              }}
              context={contextOf(value)}
            />
          )}
        </div>
      </div>
      <details className="rf-whole">
        <summary>{t('set.about')}</summary>
        <div className="rf-fields">
          <Id {...place} />
          <About {...place} />
          <TextField {...place} name="context" label={t('about.context')} isMono hint="context" />
          <WordsField {...place} name="includes" label={t('set.includes')} />
        </div>
      </details>
      <SaidOf at="" isWhole={false} />
    </>
  );
}

/** An id is a name for good: others refer to it, and history goes by it. It is changed in the text, on purpose. */
function Id({ value, at }: Place) {
  const { t } = useTranslation('ruleEditors');
  if (value.id === undefined) return null;
  return <TextField value={value} at={at} name="id" label={t('about.id')} isMono />;
}
