import { describe, expect, it } from 'vitest';
import {
  draftOf,
  isReady,
  isStatic,
  mergedParts,
  newRule,
  partsOf,
  type RuleOut,
  saysTheSame,
  toldDraft,
} from './rule';

const rule = (key: string, more: Partial<RuleOut> = {}): RuleOut => ({
  key,
  effect: 'include',
  when: { var: 'free' },
  expression: 'free',
  mandatory: false,
  description: null,
  audience: null,
  ref: null,
  source: null,
  ...more,
});
/** What counts of it. */
const said = ({ ref: _, source: __, ...rest }: RuleOut) => rest;

describe('a ruleset that was read', () => {
  it('is told back as it was, with all that the service knows of a rule', () => {
    const ban = rule('ban', { effect: 'exclude', mandatory: true, description: 'Why' });
    const few = rule('few', { audience: { segment: ['internal'] } });
    const told = toldDraft(draftOf([ban, few], ['no-beta']));
    expect(told).toEqual({ rules: [said(ban), said(few)], masks: ['no-beta'] });
  });

  it('is unchanged until something is said differently', () => {
    const [left, right] = [draftOf([rule('a')], []), draftOf([rule('a')], [])];
    expect(saysTheSame(left, right)).toBe(true);
    right.rules[0]!.description = 'Why';
    expect(saysTheSame(left, right)).toBe(false);
  });
});

describe('a new rule', () => {
  const nothing = draftOf([], []);

  it('has a key that no other rule has', () => {
    const draft = draftOf([rule('include'), rule('include-2')], []);
    expect(newRule(draft, 'include', { kind: 'text', expression: '' }).key).toBe('include-3');
  });

  it('is not ready before it says something', () => {
    expect(isReady(newRule(nothing, 'include', { kind: 'text', expression: ' ' }))).toBe(false);
    const query = { combinator: 'and', rules: [] };
    expect(isReady(newRule(nothing, 'include', { kind: 'unfinished', query }))).toBe(false);
    expect(isReady(newRule(nothing, 'include', { kind: 'text', expression: 'free' }))).toBe(true);
  });

  it('is not ready under a key that the service would not take', () => {
    const free = newRule(nothing, 'include', { kind: 'text', expression: 'free' });
    expect(isReady({ ...free, key: 'for free' })).toBe(false);
  });

  it('leaves a node static only when there is nothing, masks included', () => {
    expect(isStatic(nothing)).toBe(true);
    expect(isStatic(draftOf([], ['no-beta']))).toBe(false);
  });
});

describe('what was settled between two authors', () => {
  const theirs = partsOf(draftOf([rule('a'), rule('b')], ['x']));

  it('keeps theirs and takes what of mine was chosen, new rules last', () => {
    const mine = partsOf(draftOf([rule('c')], []));
    const merged = mergedParts(theirs, { 'rule c': mine['rule c'], masks: [] });
    expect(merged.rules.map((each) => each.key)).toEqual(['a', 'b', 'c']);
    expect(merged.masks).toEqual([]);
  });

  it('removes a rule that was chosen to be gone', () => {
    expect(mergedParts(theirs, { 'rule a': undefined }).rules.map((each) => each.key)).toEqual(['b']);
  });
});

describe('a condition of the rule repository', () => {
  it('is told by its name, whatever it says now', () => {
    const ref = 'predicates/top-shelf@main';
    const draft = draftOf([rule('top', { ref, expression: 'margin > 3' })], []);
    expect(toldDraft(draft).rules).toEqual([
      { key: 'top', effect: 'include', mandatory: false, description: null, audience: null, ref },
    ]);
    expect(draft.rules.every(isReady)).toBe(true);
  });

  it('is not ready while nobody has chosen one', () => {
    expect(isReady(newRule({ rules: [], masks: [] }, 'include', { kind: 'reference', ref: '@main' }))).toBe(
      false,
    );
  });
});
