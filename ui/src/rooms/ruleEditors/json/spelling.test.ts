import { describe, expect, it } from 'vitest';
import { type Json, readExactly } from './exact';
import { spelt } from './spelling';
import spellings from './spellings.json';

describe('a value is spelt as the service spells it', () => {
  it.each(spellings as { value: Json; text: string }[])('$text', ({ value, text }) => {
    expect(spelt(value)).toBe(text);
  });
});

describe('a text is read only where nothing of it would be lost', () => {
  it.each([
    ['{"a": 1', 'syntax'],
    ['{"a": 0.1234567890123456}', 'rounded'],
    ['{"a": [1e30]}', 'rounded'],
    ['{"a": 0.0000001}', 'rounded'],
    ['{"a": {"b": 1, "b": 2}}', 'twice'],
    ['[{"a": 1}, {"\\u0061": 1, "a": 2}]', 'twice'],
  ])('%s', (text, wrong) => {
    expect(readExactly(text)).toEqual({ wrong });
  });

  it.each(['{"a": {"b": 1}, "b": [{"a": 1}, {"a": ":"}]}', '{"a": 123456789012345, "b": -0.5, "": "}{"}'])(
    '%s',
    (text) => {
      expect(readExactly(text)).toEqual({ value: JSON.parse(text) });
    },
  );
});
