import { shiftOf, toShow } from './scrolling';

test('what was seen keeps its place, though one of them was taken elsewhere', () => {
  const seen = ['a', 'b', 'c', 'd'].map((id, at) => ({ id, at: 10 + at }));
  const now: Record<string, number> = { a: 90, b: 12, c: 13, d: 14 };
  expect(shiftOf(seen, (id) => now[id])).toBe(1);
  expect(shiftOf(seen, () => undefined)).toBe(0);
});

test('a line in sight moves nothing, one outside moves as little as it takes', () => {
  expect(toShow(5, 26, 100, 260)).toBe(100);
  expect(toShow(1, 26, 100, 260)).toBe(26);
  expect(toShow(20, 26, 100, 260)).toBe(20 * 26 + 26 - 260);
});
