import { expect, test } from 'vitest';
import { fieldName, isLong, wayDown, written } from './words';

test('a path is a way down', () => {
  expect(wayDown('companies.zoom.add-ons')).toBe('companies › zoom › add-ons');
});

test('a pointer is a field, with its escapes undone', () => {
  expect(fieldName('/meta/displayName/en')).toBe('meta.displayName.en');
  expect(fieldName('/attributes/a~1b~0c')).toBe('attributes.a/b~c');
});

test('texts are written as they are, everything else as JSON', () => {
  expect(written('free')).toBe('free');
  expect(written({ price: '4.99' })).toBe('{"price":"4.99"}');
  expect(written(['EU', 'US'])).toBe('["EU","US"]');
});

test('what does not fit a cell is long', () => {
  expect(isLong('x'.repeat(121))).toBe(true);
  expect(isLong('one\ntwo')).toBe(true);
  expect(isLong(null)).toBe(false);
  expect(isLong(7)).toBe(false);
});
