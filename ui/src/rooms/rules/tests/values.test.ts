import { expect, test } from 'vitest';
import { shownValue } from './values';

test('values stand on one line, exact numbers as numbers', () => {
  expect(shownValue({ quote: { value: { decimal: '99999.99' }, lines: [1, 'a', true, null] } })).toBe(
    '{quote: {value: 99999.99, lines: [1, "a", true, null]}}',
  );
  expect(shownValue(undefined)).toBe('');
});
