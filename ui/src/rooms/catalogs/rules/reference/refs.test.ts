import { expect, test } from 'vitest';
import { isWhole, named, refOf } from './refs';

test('a reference comes apart and together again', () => {
  const ref = 'predicates/eu/top-shelf@release/spring';
  expect(named(ref)).toEqual({ file: 'predicates/eu/top-shelf.json', at: 'release/spring' });
  expect(refOf(named(ref))).toBe(ref);
});

test('a branch may hold the sign that comes before it', () => {
  expect(named('predicates/a@b@c')).toEqual({ file: 'predicates/a.json', at: 'b@c' });
});

test('what names no file or no revision is not whole', () => {
  expect(isWhole('predicates/top-shelf@main')).toBe(true);
  for (const ref of ['@main', 'predicates/@main', 'predicates/a@', 'rulesets/a@main'])
    expect(isWhole(ref)).toBe(false);
});
