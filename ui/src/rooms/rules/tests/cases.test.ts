import { expect, test } from 'vitest';
import type { Case, Part } from '../queries';
import { countsOf, fileOf, found, stateOf, writtenAt } from './cases';

const one = (more: Partial<Case> = {}): Case => ({
  file: 'tests/quote.json',
  pointer: '/cases/0',
  id: 'deep',
  name: 'A deep discount',
  subject: { kind: 'ruleset', id: 'eu.quote' },
  passed: true,
  outcome: 'MATCH',
  reason: null,
  differences: [],
  reasons: null,
  ...more,
});
const part = (file: string, kind: string, id: string) => ({ file, subject: { kind, id } }) as Part;

test('what could not be answered is an error, not a failure', () => {
  const cases = [one(), one({ passed: false }), one({ passed: false, outcome: 'ERROR' })];
  expect(cases.map(stateOf)).toEqual(['passed', 'failed', 'error']);
  expect(stateOf(one({ passed: false, outcome: null }))).toBe('error');
  expect(countsOf(cases)).toEqual({ passed: 1, failed: 1, error: 1 });
});

test('cases are found by what people call them', () => {
  expect(found([one()], 'DEEP disc')).toHaveLength(1);
  expect(found([one()], 'nothing')).toHaveLength(0);
  expect(found([one()], undefined)).toHaveLength(1);
});

test('a case leads to where its subject lies', () => {
  const parts = [part('tables/fee.jdm.json', 'table', 'fee'), part('rulesets/eu/quote.json', 'rule', 'deep')];
  expect(fileOf(one({ subject: { kind: 'table', id: 'fee' } }), parts)).toBe('tables/fee.jdm.json');
  expect(fileOf(one(), parts)).toBe('rulesets/eu/quote.json');
  expect(fileOf(one({ subject: { kind: 'predicate', id: 'gone' } }), parts)).toBeUndefined();
});

test('a case says what its file says for all of them, unless it says otherwise itself', () => {
  const file = {
    instant: '2026-01-31',
    context: { a: 1, b: 1 },
    cases: [{ id: 'x', context: { b: 2 }, expect: { outcome: 'MATCH' } }],
  };
  expect(writtenAt(JSON.stringify(file), '/cases/0')).toEqual({
    context: { a: 1, b: 2 },
    instant: '2026-01-31',
    expect: { outcome: 'MATCH' },
  });
  expect(writtenAt('no JSON', '/cases/0')).toBeNull();
});
