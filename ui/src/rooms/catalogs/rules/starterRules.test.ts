import { describe, expect, it } from 'vitest';
import type { Readable } from './builder/fields';
import { startersOf } from './starterRules';

const named = (name: string, type: Readable['type']): Readable => {
  return { name, type, many: false, title: null, allowed: null };
};

describe('rules to begin with', () => {
  it('are made of attributes and values that are there', () => {
    const attributes = [
      named('type', 'text'),
      named('effectiveFrom', 'date'),
      named('launchDate', 'date'),
      named('discountPercent', 'decimal'),
    ];
    expect(startersOf(attributes, 'type', ['SaaS'], ['BETA']).map((each) => [each.name, each.key])).toEqual([
      ['equals', 'saas'],
      ['recent', 'new'],
      ['positive', 'discountpercent'],
    ]);
    expect(startersOf(attributes, null, [], [])[0]!.attribute).toBe('launchDate');
  });
  it('are none where nothing is known', () => {
    expect(startersOf([], null, [], [])).toEqual([]);
  });
});
