import { objectIn } from './running';

test('an empty box says nothing', () => {
  expect(objectIn('  ')).toEqual({});
  expect(objectIn('{"a": 1}')).toEqual({ a: 1 });
});

test.each(['[1]', '"a"', 'null', '{'])('%s is no set of variables', (text) => {
  expect(() => objectIn(text)).toThrow(SyntaxError);
});
