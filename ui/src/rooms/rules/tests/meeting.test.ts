import { expect, test } from 'vitest';
import type { Demands, Run, Share } from '../queries';
import { demandsAny, isMet, lackOf, percentOf } from './meeting';

const NOTHING: Demands = {
  casesPass: false,
  rulePercent: 0,
  rowPercent: 0,
  conditionPercent: 0,
  referencesHold: false,
};
const share = (part: Share['part'], tried: number, total: number): Share => ({
  part,
  tried,
  total,
  untried: [],
});
const run = (failed: number, ...shares: Share[]) => ({ failed, shares }) as unknown as Run;

test('what is not all of it never reads 100 %, and of nothing everything is tried', () => {
  expect(percentOf(share('rule', 999, 1000))).toBe(99);
  expect(percentOf(share('row', 0, 0))).toBe(100);
});

test('a share meets what is demanded of it exactly, not rounded', () => {
  const demands = { ...NOTHING, conditionPercent: 67 };
  expect(isMet(share('condition', 2, 3), demands)).toBe(false);
  expect(isMet(share('condition', 2, 3), { ...demands, conditionPercent: 66 })).toBe(true);
});

test('failed cases are lacking where they must pass', () => {
  expect(lackOf(run(2), NOTHING)).toEqual({ failed: 0, shares: [] });
  const lack = lackOf(run(2, share('rule', 1, 2)), { ...NOTHING, casesPass: true, rulePercent: 80 });
  expect([lack.failed, lack.shares.map((each) => each.part)]).toEqual([2, ['rule']]);
});

test('a branch may demand nothing', () => {
  expect([demandsAny(NOTHING), demandsAny(undefined), demandsAny({ ...NOTHING, rowPercent: 1 })]).toEqual([
    false,
    false,
    true,
  ]);
});
