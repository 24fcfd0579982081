import { expect, test } from 'vitest';
import { decidesIn, isToldAt } from './deciding';

test.each([
  ['predicates/eu/high.json', 'predicate', 'eu.high', true],
  ['predicates/high.json', 'ruleset', 'high', false],
  ['tables/fee.jdm.json', 'table', 'fee', true],
  ['rulesets/quote.json', 'ruleset', 'quote', true],
  ['rulesets/quote/deep.json', 'ruleset', 'quote', true],
  ['rulesets/quotes/deep.json', 'ruleset', 'quote', false],
  ['approval-policies/desk.json', 'approval-policy', 'desk', true],
  ['README.md', 'table', 'README', false],
])('%s decides as %s %s: %s', (path, kind, id, does) => {
  expect(decidesIn(path, { kind, id })).toBe(does);
});

test('what no file is named after is told with those of its kind', () => {
  const thing = { kind: 'predicate', id: 'other' };
  const files = ['predicates/high.json', 'rulesets/quote.json'];
  expect(files.map((path) => isToldAt(path, thing, files))).toEqual([true, false]);
  expect(isToldAt('predicates/high.json', thing, [...files, 'predicates/other.json'])).toBe(false);
});
