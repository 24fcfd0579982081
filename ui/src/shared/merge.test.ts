import { isSame, mergeOf } from './merge';

const base = { name: 'Lamps', slug: 'lamps', tags: ['a'] };

test('what only one of us changed is nobody else’s business', () => {
  const merge = mergeOf(base, { ...base, name: 'Lights' }, { ...base, slug: 'lights' }, [
    'name',
    'slug',
    'tags',
  ]);
  expect(merge).toEqual({ contested: [], mine: ['name'], theirs: ['slug'] });
});

test('the same wish twice is no conflict', () => {
  const both = { ...base, tags: ['a', 'b'] };
  expect(mergeOf(base, both, structuredClone(both), ['tags'])).toEqual({
    contested: [],
    mine: [],
    theirs: ['tags'],
  });
});

test('two wishes for one field are to be chosen between', () => {
  const merge = mergeOf(base, { ...base, name: 'Lights' }, { ...base, name: 'Luminaires' }, ['name']);
  expect(merge.contested).toEqual(['name']);
});

test('lists are equal by order and length, members by name', () => {
  expect(isSame([1, 2], [2, 1])).toBe(false);
  expect(isSame([1], [1, undefined])).toBe(false);
  expect(isSame({ a: 1, b: null }, { a: 1 })).toBe(true);
  expect(isSame([], {})).toBe(false);
});
