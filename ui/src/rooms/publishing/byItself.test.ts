import { expect, test } from 'vitest';
import { byItselfOf } from './byItself';

const BOUNDARY = '2027-02-01T00:00:00Z';
const waiting = { nextBoundary: BOUNDARY, held: null, refusal: null, rulesMoved: [] };

test('where time changes nothing there is nothing to say', () => {
  const never = { ...waiting, nextBoundary: null };
  expect(byItselfOf({ autoPublish: 'none', automation: never })).toBeNull();
  expect(byItselfOf({ autoPublish: 'on_time_boundary', automation: never })).toBeNull();
  expect(byItselfOf({ autoPublish: 'none', automation: null })).toBeNull();
});

test('whether somebody has to be there when the instant comes', () => {
  expect(byItselfOf({ autoPublish: 'none', automation: waiting })?.words).toBe('byHand');
  expect(byItselfOf({ autoPublish: 'on_time_boundary', automation: waiting })).toEqual({
    words: 'automatic',
    boundary: BOUNDARY,
    isHeld: false,
  });
});

test('what is held says why', () => {
  const held = { ...waiting, held: 'rolled_back' as const };
  expect(byItselfOf({ autoPublish: 'on_time_boundary', automation: held })).toEqual({
    words: 'held.rolled_back',
    boundary: BOUNDARY,
    isHeld: true,
  });
});

test('what the rule repository says now is taken by itself, or by whoever publishes', () => {
  const moved = { ...waiting, nextBoundary: null, rulesMoved: ['predicates/top-shelf@main'] };
  expect(byItselfOf({ autoPublish: 'on_rule_change', automation: moved })?.words).toBe('rulesFollowed');
  expect(byItselfOf({ autoPublish: 'on_time_boundary', automation: moved })?.words).toBe('rulesMoved');
  expect(byItselfOf({ autoPublish: 'none', automation: moved })?.words).toBe('rulesMoved');
  expect(byItselfOf({ autoPublish: 'on_rule_change', automation: waiting })?.words).toBe('byHand');
});
