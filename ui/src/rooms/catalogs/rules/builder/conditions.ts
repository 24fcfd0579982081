// The conditions that the builder has a row for: each operator says how its logic is written and how it is recognised.
import { type Family, logicOfSubject, type Subject } from './fields';
import { type Json, not, operationOf } from './logic';
import { isList, isValueOf } from './values';

export type Operator =
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'oneOf'
  | 'noneOf'
  | 'contains'
  | 'lacks'
  | 'begins'
  | 'ends'
  | 'has'
  | 'hasNot'
  | 'hasAny'
  | 'hasNone'
  | 'hasOnly'
  | 'holds'
  | 'fails'
  | 'known'
  | 'unknown';

export type Takes = 'nothing' | 'one' | 'many';

export const TAKES: Record<Operator, Takes> = {
  eq: 'one',
  ne: 'one',
  lt: 'one',
  le: 'one',
  gt: 'one',
  ge: 'one',
  oneOf: 'many',
  noneOf: 'many',
  contains: 'one',
  lacks: 'one',
  begins: 'one',
  ends: 'one',
  has: 'one',
  hasNot: 'one',
  hasAny: 'many',
  hasNone: 'many',
  hasOnly: 'many',
  holds: 'nothing',
  fails: 'nothing',
  known: 'nothing',
  unknown: 'nothing',
};

const PRESENCE: Operator[] = ['known', 'unknown'];
/** In the order in which they are offered. */
const OFFERED: Record<Family, Operator[]> = {
  text: ['eq', 'ne', 'oneOf', 'noneOf', 'contains', 'lacks', 'begins', 'ends', ...PRESENCE],
  number: ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'oneOf', 'noneOf', ...PRESENCE],
  boolean: ['eq', 'ne', ...PRESENCE],
  time: ['eq', 'ne', 'lt', 'le', 'gt', 'ge', ...PRESENCE],
  list: ['has', 'hasNot', 'hasAny', 'hasNone', 'hasOnly', ...PRESENCE],
};
/** Shown where a rule says so already, offered nowhere: there is a plainer way to say it. */
const UNDERSTOOD: Record<Family, Operator[]> = {
  text: ['lt', 'le', 'gt', 'ge'],
  number: [],
  boolean: ['holds', 'fails', 'oneOf', 'noneOf'],
  time: ['oneOf', 'noneOf'],
  list: [],
};

export function operatorsFor(subject: Subject, current?: string): Operator[] {
  const offered = OFFERED[subject.family].filter(
    (operator) => subject.counted === null || !PRESENCE.includes(operator),
  );
  const understood = UNDERSTOOD[subject.family].filter((operator) => operator === current);
  return [...offered, ...understood];
}

const COMPARISONS = { eq: '===', ne: '!==', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;
const ITEM: Json = { var: '' };
const QUANTIFIERS = { hasAny: 'some', hasNone: 'none', hasOnly: 'all' } as const;

export function isValueFor(subject: Subject, operator: Operator, value: Json | null): value is Json {
  if (TAKES[operator] === 'nothing') return true;
  if (value === null) return false;
  return TAKES[operator] === 'one' ? isValueOf(subject.kind, value) : isList(subject.kind, value);
}

/** Null while a value is still to be filled in. */
export function logicOfCondition(subject: Subject, operator: Operator, value: Json | null): Json | null {
  if (!isValueFor(subject, operator, value)) return null;
  const read = logicOfSubject(subject);
  switch (operator) {
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      return { [COMPARISONS[operator]]: [read, value] };
    case 'oneOf':
      return { in: [read, value] };
    case 'noneOf':
      return not({ in: [read, value] });
    case 'contains':
    case 'has':
      return { in: [value, read] };
    case 'lacks':
    case 'hasNot':
      return not({ in: [value, read] });
    case 'begins':
      return { 'text.starts_with': [read, value] };
    case 'ends':
      return { 'text.ends_with': [read, value] };
    case 'hasAny':
    case 'hasNone':
    case 'hasOnly':
      return { [QUANTIFIERS[operator]]: [read, { in: [ITEM, value] }] };
    case 'holds':
      return read;
    case 'fails':
      return not(read);
    case 'known':
      return not({ missing: [subject.attribute.name] });
    case 'unknown':
      return { missing: [subject.attribute.name] };
  }
}

export interface Shape {
  /** What stands where the subject is expected. */
  subject: Json;
  operator: Operator;
  value: Json | null;
}

/** What a piece of logic looks like; whether its parts fit together is for the guard to say. */
export function shapesOf(logic: Json): Shape[] {
  const operation = operationOf(logic);
  if (operation === null) return [];
  if (operation.operator === '!') {
    const inner = operation.operands[0];
    return inner === undefined ? [] : [...negated(inner), { subject: inner, operator: 'fails', value: null }];
  }
  return [
    ...positive(operation.operator, operation.operands),
    { subject: logic, operator: 'holds', value: null },
  ];
}

function positive(operator: string, [left, right]: Json[]): Shape[] {
  if (left === undefined) return [];
  const compared = Object.entries(COMPARISONS).find(([, written]) => written === operator);
  if (compared && right !== undefined)
    return [{ subject: left, operator: compared[0] as Operator, value: right }];
  const asked = Object.entries(QUANTIFIERS).find(([, written]) => written === operator);
  if (asked) {
    const within = right === undefined ? null : operationOf(right);
    const values = within?.operator === 'in' ? within.operands[1] : undefined;
    return values === undefined ? [] : [{ subject: left, operator: asked[0] as Operator, value: values }];
  }
  if (operator === 'missing' && typeof left === 'string' && right === undefined)
    return [{ subject: { var: left }, operator: 'unknown', value: null }];
  if (right === undefined) return [];
  if (operator === 'in')
    return [
      { subject: left, operator: 'oneOf', value: right },
      { subject: right, operator: 'contains', value: left },
      { subject: right, operator: 'has', value: left },
    ];
  if (operator === 'text.starts_with') return [{ subject: left, operator: 'begins', value: right }];
  if (operator === 'text.ends_with') return [{ subject: left, operator: 'ends', value: right }];
  return [];
}

const OPPOSITE: Partial<Record<Operator, Operator>> = {
  oneOf: 'noneOf',
  contains: 'lacks',
  has: 'hasNot',
  unknown: 'known',
};

function negated(inner: Json): Shape[] {
  const operation = operationOf(inner);
  if (operation === null) return [];
  return positive(operation.operator, operation.operands).flatMap((shape) => {
    const operator = OPPOSITE[shape.operator];
    return operator === undefined ? [] : [{ ...shape, operator }];
  });
}
