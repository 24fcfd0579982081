import { expect, test } from 'vitest';
import type { Part } from '../queries';
import { markOf, talliesOf } from './marks';

const part = (sort: Part['part'], yes: number, no: number): Part => ({
  part: sort,
  subject: { kind: 'rule', id: 'deep' },
  name: '',
  file: '',
  pointer: '',
  yes,
  no,
});

test.each([
  ['condition', 0, 0, 'neverAsked'],
  ['condition', 0, 3, 'neverTrue'],
  ['condition', 3, 0, 'neverFalse'],
  ['condition', 1, 1, 'tried'],
  ['rule', 0, 2, 'neverFired'],
  ['rule', 1, 0, 'tried'],
  ['row', 0, 0, 'neverAsked'],
] as const)('a %s with %i yes and %i no is %s', (sort, yes, no, mark) => {
  expect(markOf(part(sort, yes, no))).toBe(mark);
});

test('what there is none of is not counted', () => {
  const parts = [part('rule', 1, 0), part('rule', 0, 1), part('condition', 1, 0)];
  expect(talliesOf(parts)).toEqual([
    { part: 'rule', tried: 1, total: 2 },
    { part: 'condition', tried: 0, total: 1 },
  ]);
});
