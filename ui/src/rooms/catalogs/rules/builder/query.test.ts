import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RuleGroupType } from 'react-querybuilder';
import { describe, expect, it } from 'vitest';
import { type Operator, operatorsFor, TAKES } from './conditions';
import { type Kind, type Readable, type Subject, subjectsOf } from './fields';
import { isSame, type Json, operationOf } from './logic';
import { isBlank, logicOf, openInBuilder, unfinishedIn } from './query';

const kinds: Record<string, [Kind, many?: boolean]> = {
  a: ['decimal'],
  b: ['decimal'],
  amount: ['decimal'],
  discountPercent: ['decimal'],
  quantity: ['integer'],
  type: ['text'],
  sku: ['text'],
  segment: ['text', true],
  sizes: ['integer', true],
  active: ['boolean'],
  launchDate: ['date'],
  startDate: ['date'],
  endDate: ['date'],
  releases: ['date', true],
  createdAt: ['datetime'],
};
const attributes: Readable[] = Object.entries(kinds).map(([name, [type, many]]) => {
  return { name, type, many: many ?? false, title: null, allowed: null };
});
const subjects = subjectsOf(attributes);

/** The examples of every operator, as the service stores them. */
const page = readFileSync(
  resolve(import.meta.dirname, '../../../../../../docs/reference/rule-language.md'),
  'utf8',
);
const examples = [...page.matchAll(/\| `(\{"(?:[^`\\]|\\.)*)` \|$/gm)].map(
  (row) => JSON.parse(row[1]!.replaceAll('\\|', '|')) as Json,
);

function opened(logic: Json): RuleGroupType {
  const found = openInBuilder(logic, subjects);
  if ('reason' in found) throw new Error(JSON.stringify(found.reason));
  return found.query;
}

describe('the builder opens', () => {
  it.each<[Json]>([
    [{ and: [{ '>': [{ var: 'discountPercent' }, 0] }, { '===': [{ var: 'type' }, 'SaaS'] }] }],
    [{ in: ['Education', { var: 'segment' }] }],
    [{ '!': [{ in: ['Education', { var: 'segment' }] }] }],
    [{ '<': [{ 'date.days_since': [{ var: 'launchDate' }] }, 30] }],
    [{ and: [{ '!': [{ missing: ['endDate'] }] }, { '>=': [{ var: 'endDate' }, { 'date.today': [] }] }] }],
    [{ in: [{ var: 'type' }, ['SaaS', 'Hardware']] }],
    [{ some: [{ var: 'segment' }, { in: [{ var: '' }, ['B2B', 'B2C']] }] }],
    [{ '!': [{ or: [{ '===': [{ var: 'active' }, true] }, { '>': [{ var: 'quantity' }, 3] }] }] }],
    [{ '>': [{ var: 'amount' }, { decimal: '0.000000000000000000000001' }] }],
    [
      {
        or: [
          { '!': [{ and: [{ var: 'active' }, { in: ['x', { var: 'sku' }] }] }] },
          { '!': [{ var: 'active' }] },
        ],
      },
    ],
    [{ '>': [{ reduce: [{ var: 'segment' }, { '+': [{ var: 'accumulator' }, 1] }, 0] }, 2] }],
    [{ '!': [{ '!': [{ '>': [{ var: 'a' }, 1] }] }] }],
    [{ '<': [{ var: 'createdAt' }, { 'date.now': [] }] }],
  ])('and writes back unchanged: %j', (logic) => {
    expect(logicOf(opened(logic), subjects)).toEqual(logic);
  });
});

describe('a rule stays text', () => {
  it.each<[string, Json]>([
    ['constant', true],
    ['constant', { and: [true, { var: 'active' }] }],
    ['twoNames', { '>': [{ var: 'a' }, { var: 'b' }] }],
    ['order', { '<': [10, { var: 'discountPercent' }] }],
    ['default', { '>': [{ var: ['a', 0] }, 1] }],
    ['operator', { '>': [{ '+': [{ var: 'a' }, { var: 'b' }] }, 1] }],
    ['operator', { if: [{ var: 'active' }, { var: 'active' }, { '>': [{ var: 'a' }, 1] }] }],
    ['operator', { some: [{ var: 'segment' }, { '===': [{ var: '' }, 'B2B'] }] }],
    ['operator', { missing: ['a', 'b'] }],
    ['operator', { missing_some: [1, ['a', 'b']] }],
    ['operator', { '===': [{ var: 'nobody' }, 1] }],
    ['operator', { '===': [{ var: 'type' }, 1] }],
  ])('for the reason %s: %j', (why, logic) => {
    expect(openInBuilder(logic, subjects)).toMatchObject({ reason: { why } });
  });

  it('names the operator that has no row', () => {
    const sum = { '>': [{ '+': [{ var: 'a' }, { var: 'b' }] }, 1] };
    expect(openInBuilder(sum, subjects)).toEqual({ reason: { why: 'operator', operator: '+' } });
  });
});

describe('nothing is dropped in silence', () => {
  it('of the examples of the whole language, each is written back unchanged or not opened', () => {
    expect(examples.length).toBeGreaterThan(40);
    const found = examples.map((logic) => [logic, openInBuilder(logic, subjects)] as const);
    for (const [logic, each] of found)
      if ('query' in each) expect(logicOf(each.query, subjects)).toEqual(logic);
    expect(found.filter(([, each]) => 'query' in each).length).toBeGreaterThan(15);
  });

  it('of any tree, each is written back unchanged or not opened', () => {
    const random = dice(7);
    let opens = 0;
    for (let turn = 0; turn < 3_000; turn++) {
      const logic = anyLogic(random, 4);
      const found = openInBuilder(logic, subjects);
      if (!('query' in found)) continue;
      opens += 1;
      expect(isSame(logicOf(found.query, subjects)!, logic)).toBe(true);
    }
    expect(opens).toBeGreaterThan(300);
  });

  it('whatever can be built can be opened again', () => {
    const random = dice(11);
    for (let turn = 0; turn < 1_500; turn++) {
      const built = logicOf(anyQuery(random, 3), subjects);
      expect(built).not.toBeNull();
      const stored = flat(built!);
      expect(logicOf(opened(stored), subjects)).toEqual(stored);
    }
  });

  it('half a condition is no rule, wherever it stands', () => {
    const query: RuleGroupType = {
      combinator: 'and',
      rules: [
        { field: 'type', operator: 'eq', value: 'SaaS' },
        { combinator: 'or', rules: [{ field: 'a', operator: 'gt', value: null }] },
        { combinator: 'or', rules: [] },
      ],
    };
    expect(logicOf(query, subjects)).toBeNull();
    expect(unfinishedIn(query, subjects)).toBe(2);
    expect(isBlank(query)).toBe(false);
  });

  it('a value meant for another kind of field is not taken for one', () => {
    const query = { combinator: 'and', rules: [{ field: 'a', operator: 'gt', value: 'SaaS' }] };
    expect(logicOf(query, subjects)).toBeNull();
  });
});

type Random = () => number;

/** A generator that throws the same every time (mulberry32). */
function dice(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const one = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
const some = <T>(random: Random, most: number, make: () => T): T[] =>
  Array.from({ length: 1 + Math.floor(random() * most) }, make);

function anyValue(random: Random, kind: Kind): Json {
  const values: Record<Kind, Json[]> = {
    text: ['SaaS', '', 'a"b\\', '😀', 'type'],
    integer: [0, -3, 9007199254740991],
    decimal: [1, { decimal: '0.50' }, { decimal: '-0.000000000000000000000001' }],
    boolean: [true, false],
    date: [{ date: '2026-01-31' }, { 'date.today': [] }],
    datetime: [{ datetime: '2026-01-31T12:00:00Z' }, { 'date.now': [] }],
  };
  return one(random, values[kind]);
}

function anyQuery(random: Random, depth: number): RuleGroupType {
  return {
    combinator: one(random, ['and', 'or']),
    not: random() < 0.2,
    rules: some(random, 3, () =>
      depth > 0 && random() < 0.3 ? anyQuery(random, depth - 1) : anyCondition(random),
    ),
  };
}

function anyCondition(random: Random) {
  const subject = one(random, [...subjects.values()]);
  const operator = one(random, operatorsFor(subject));
  return { field: subject.id, operator, value: valueFor(random, subject, operator) };
}

function valueFor(random: Random, subject: Subject, operator: Operator): Json | null {
  if (TAKES[operator] === 'nothing') return null;
  if (TAKES[operator] === 'one') return anyValue(random, subject.kind);
  const written = () => ['SaaS', 1, { date: '2026-01-31' }].find((each) => fits(subject.kind, each))!;
  return some(random, 3, written);
}

function fits(kind: Kind, value: Json): boolean {
  if (kind === 'text') return typeof value === 'string';
  if (kind === 'date') return typeof value === 'object';
  return typeof value === 'number';
}

const OPERATORS = [
  'and',
  'or',
  '!',
  '===',
  '!==',
  '<',
  '>=',
  'in',
  '+',
  'if',
  'missing',
  'some',
  'all',
  'none',
];
const FUNCTIONS = ['date.days_since', 'date.year', 'text.starts_with', 'text.lower', 'text.ends_with'];

function anyLogic(random: Random, depth: number): Json {
  if (depth === 0 || random() < 0.15) return one(random, LEAVES)(random);
  if (random() < 0.25) return logicOf(anyQuery(random, 1), subjects)!;
  const operator = one(random, [...OPERATORS, ...FUNCTIONS]);
  return { [operator]: some(random, 3, () => anyLogic(random, depth - 1)) };
}

const LEAVES: ((random: Random) => Json)[] = [
  (random) => ({ var: one(random, Object.keys(kinds)) }),
  (random) => ({ var: [one(random, Object.keys(kinds)), 0] }),
  (random) => anyValue(random, one(random, ['text', 'integer', 'decimal', 'boolean', 'date', 'datetime'])),
  () => ['SaaS', 'Hardware'],
  () => ({ var: '' }),
  () => 'type',
];

/** As the service stores it: an `and` inside an `and` says nothing, nor does one of a single part. */
function flat(logic: Json): Json {
  const found = operationOf(logic);
  if (found === null || (found.operator !== 'and' && found.operator !== 'or'))
    return found?.operator === '!' ? { '!': found.operands.map(flat) } : logic;
  const { operator, operands } = found;
  const parts = operands.map(flat).flatMap((part) => {
    const inner = operationOf(part);
    return inner?.operator === operator ? inner.operands : [part];
  });
  return parts.length === 1 ? parts[0]! : { [operator]: parts };
}
