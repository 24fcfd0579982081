import { expect, test } from 'vitest';
import { answersOf } from './answers';

test('of a set of rules everything is told that it does, after what keeps it from being decided', () => {
  const does = [
    ['REQUIRE_APPROVAL', { policyRef: 'deal-desk' }, null, null, null],
    ['SET', {}, 1, 'line.cap', { decimal: '0.5' }],
  ];
  expect(answersOf('ruleset', [['missing_input'], does])).toEqual([
    'MISSING_INPUT',
    'REQUIRE_APPROVAL policyRef: "deal-desk"',
    'SET line.cap = 0.5 [1]',
  ]);
  expect(answersOf('ruleset', [[], []])).toEqual(['–']);
  expect(answersOf('ruleset', 'TOO_MUCH')).toEqual(['TOO_MUCH']);
});

test('of a table what leaves it, of a condition its outcome', () => {
  expect(answersOf('table', ['MATCH', { fee: 1 }])).toEqual(['{fee: 1}']);
  expect(answersOf('table', ['NO_MATCH', {}])).toEqual(['NO_MATCH']);
  expect(answersOf('predicate', 'MATCH')).toEqual(['MATCH']);
});

test('of a guardrail what is breached, of what only has conditions which of them hold', () => {
  const breach = { guardrail: 'cap', level: 'ORGANISATION', limit: 'most', breach: 'BLOCK' };
  expect(answersOf('guardrail', ['NO_MATCH', [breach]])).toEqual(['NO_MATCH', 'BLOCK cap most']);
  expect(answersOf('approval-policy', { 'stages/Finance': 'MATCH' })).toEqual(['stages/Finance: MATCH']);
  expect(answersOf('workflow', {})).toEqual(['–']);
  expect(answersOf('template', 'NOT_IN_FORCE')).toEqual(['NOT_IN_FORCE']);
});
