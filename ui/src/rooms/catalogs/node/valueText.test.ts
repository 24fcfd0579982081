import { expect, it } from 'vitest';
import { fromText, toText } from './valueText';

it('leaves texts alone, whatever they look like', () => {
  expect(fromText('007', 'x')).toEqual({ ok: true, value: '007' });
  expect(fromText('true', 'x')).toEqual({ ok: true, value: 'true' });
  expect(fromText('[sic', 'x')).toEqual({ ok: true, value: '[sic' });
});

it('makes a list of a whole list, and waits until JSON can be read', () => {
  expect(fromText('["a.png"]', '')).toEqual({ ok: true, value: ['a.png'] });
  expect(fromText('["a.png"', ['a.png'])).toEqual({ ok: false });
  expect(toText(['a.png'])).toBe('["a.png"]');
});
