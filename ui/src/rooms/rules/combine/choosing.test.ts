import type { Conflict } from '../changing';
import { isCut, isSettled, nextOpen, readValue, toldChoices } from './choosing';

const conflict = (id: string): Conflict => ({
  id,
  thing: id,
  file: 'predicates/a.json',
  place: [],
  base: '1',
  ours: '2',
  theirs: '3',
  cut: {},
  isText: false,
});
const THREE = ['a', 'b', 'c'].map(conflict);

test('one after the other is decided, beginning again at the top', () => {
  expect(nextOpen(THREE, { b: { take: 'ours' } }, 'a')?.id).toBe('c');
  expect(nextOpen(THREE, { b: { take: 'ours' }, c: { take: 'ours' } }, 'c')?.id).toBe('a');
  const all = { a: { take: 'ours' }, b: { take: 'base' }, c: { take: 'theirs' } } as const;
  expect(nextOpen(THREE, all, 'b')).toBeUndefined();
});

test('a value of one’s own decides once it can be read', () => {
  expect(isSettled(conflict('a'), { a: { text: '{">":' } })).toBe(false);
  expect(isSettled(conflict('a'), { a: { text: '{">": [1, 2]}' } })).toBe(true);
});

test('numbers that would be rounded are refused, digits in a text are none', () => {
  expect(readValue(conflict('a'), '12345678901234567890')).toEqual({ wrong: 'rounded' });
  expect(readValue(conflict('a'), '1e400')).toEqual({ wrong: 'rounded' });
  expect(readValue(conflict('a'), '"12345678901234567890"')).toEqual({ value: '12345678901234567890' });
});

test('a file that no kind knows is its text; a part of one that has no id is JSON', () => {
  const readme = { ...conflict('file README.md'), isText: true };
  expect(readValue(readme, '# Rules')).toEqual({ value: '# Rules' });
  const cell = conflict('file tables/fees.jdm.json#nodes/t/content/rules/r1/amount');
  expect(readValue(cell, '"> 8"')).toEqual({ value: '> 8' });
});

test('choices are told as the service takes them', () => {
  expect(toldChoices(THREE, { a: { take: 'theirs' }, b: { text: '30' } })).toEqual([
    { conflict: 'a', take: 'theirs' },
    { conflict: 'b', value: 30 },
  ]);
});

test('a side that was told in part cannot be written on', () => {
  expect(isCut(conflict('a'))).toBe(false);
  expect(isCut({ ...conflict('a'), theirs: 'x'.repeat(20_000), cut: { theirs: 20_001 } })).toBe(true);
});
