// Logic ⇄ the query of the builder, with the guard between: the builder opens only what it writes back unchanged.
import type { RuleGroupType, RuleType } from 'react-querybuilder';
import { logicOfCondition, type Operator, operatorsFor, shapesOf } from './conditions';
import { type Subject, subjectIdOf } from './fields';
import { isSame, type Json, not, operationOf } from './logic';

export type Subjects = ReadonlyMap<string, Subject>;
export type Condition = RuleType<string, Operator | '', Json | null>;

/** Why a rule stays text; `operator` is what the builder has no row for. */
export interface Reason {
  why: 'constant' | 'twoNames' | 'order' | 'default' | 'operator' | 'unfaithful';
  operator?: string;
}

export type Opened = { query: RuleGroupType } | { reason: Reason };

export function emptyQuery(): RuleGroupType {
  return { combinator: 'and', rules: [{ field: '', operator: '', value: null }] };
}

export function isGroup(each: unknown): each is RuleGroupType {
  return typeof each === 'object' && each !== null && 'rules' in each;
}

export function openInBuilder(logic: Json, subjects: Subjects): Opened {
  if (typeof logic === 'boolean') return { reason: { why: 'constant' } };
  try {
    const query = groupOf(logic, subjects);
    const back = logicOf(query, subjects);
    return back !== null && isSame(back, logic) ? { query } : { reason: { why: 'unfaithful' } };
  } catch (wrong) {
    if (wrong instanceof NoRow) return { reason: wrong.reason };
    throw wrong;
  }
}

class NoRow extends Error {
  constructor(readonly reason: Reason) {
    super(reason.why);
  }
}

function groupOf(logic: Json, subjects: Subjects): RuleGroupType {
  const found = partOf(logic, subjects);
  return isGroup(found) ? found : { combinator: 'and', rules: [found] };
}

function partOf(logic: Json, subjects: Subjects): RuleGroupType | RuleType {
  const operation = operationOf(logic);
  if (operation?.operator === 'and' || operation?.operator === 'or')
    return {
      combinator: operation.operator,
      rules: operation.operands.map((each) => partOf(each, subjects)),
    };
  const condition = conditionOf(logic, subjects);
  if (condition !== null) return condition;
  if (operation?.operator === '!' && operation.operands[0] !== undefined)
    return negated(groupOf(operation.operands[0], subjects));
  throw new NoRow(reasonOf(logic, subjects));
}

/** A group that is negated already needs another one around it. */
function negated(group: RuleGroupType): RuleGroupType {
  return group.not ? { combinator: 'and', not: true, rules: [group] } : { ...group, not: true };
}

function conditionOf(logic: Json, subjects: Subjects): Condition | null {
  for (const { subject: read, operator, value } of shapesOf(logic)) {
    const subject = subjects.get(subjectIdOf(read) ?? '');
    if (subject === undefined || !operatorsFor(subject, operator).includes(operator)) continue;
    const back = logicOfCondition(subject, operator, value);
    if (back !== null && isSame(back, logic)) return { field: subject.id, operator, value };
  }
  return null;
}

function reasonOf(logic: Json, subjects: Subjects): Reason {
  const operation = operationOf(logic);
  if (operation === null) return { why: 'constant' };
  const { operator, operands } = operation;
  if (JSON.stringify(logic).includes('{"var":[')) return { why: 'default' };
  const read = operands.map((each) => subjectIdOf(each));
  const isCompared = operands.length === 2 && /^([<>]=?|[!=]==)$/.test(operator);
  if (isCompared && read.every((id) => id !== null)) return { why: 'twoNames' };
  if (isCompared && read[0] === null && read[1] !== null && isPlain(operands[0]!)) return { why: 'order' };
  const inner = operands.find(
    (each) => !isPlain(each) && subjects.get(subjectIdOf(each) ?? '') === undefined,
  );
  const deeper = inner === undefined ? undefined : operationOf(inner)?.operator;
  return { why: 'operator', operator: isCompared && deeper ? deeper : operator };
}

function isPlain(logic: Json): boolean {
  return (
    operationOf(logic) === null || ['decimal', 'date', 'datetime'].includes(operationOf(logic)!.operator)
  );
}

/** Null while something is still to be filled in: half a condition is no rule, and is never left out in silence. */
export function logicOf(query: RuleGroupType, subjects: Subjects): Json | null {
  const parts = query.rules.map((each) => partLogic(each as RuleGroupType | RuleType, subjects));
  if (parts.length === 0 || parts.some((part) => part === null)) return null;
  const joined = parts.length === 1 ? parts[0]! : { [query.combinator]: parts as Json[] };
  return query.not ? not(joined) : joined;
}

function partLogic(each: RuleGroupType | RuleType, subjects: Subjects): Json | null {
  if (isGroup(each)) return logicOf(each, subjects);
  const subject = subjects.get(each.field);
  if (subject === undefined || each.operator === '') return null;
  return logicOfCondition(
    subject,
    each.operator as Operator,
    (each.value as Json | null | undefined) ?? null,
  );
}

/** How many conditions, or groups without any, are still to be filled in. */
export function unfinishedIn(query: RuleGroupType, subjects: Subjects): number {
  if (query.rules.length === 0) return 1;
  return query.rules
    .map((each) => {
      const part = each as RuleGroupType | RuleType;
      return isGroup(part) ? unfinishedIn(part, subjects) : Number(partLogic(part, subjects) === null);
    })
    .reduce((sum, each) => sum + each, 0);
}

/** Nothing has been said in it yet, so nothing is lost when another view is opened. */
export function isBlank(query: RuleGroupType): boolean {
  return query.rules.every((each) => {
    const part = each as RuleGroupType | RuleType;
    return isGroup(part) ? isBlank(part) : part.field === '';
  });
}
