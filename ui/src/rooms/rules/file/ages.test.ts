import { agesOf } from './ages';

test('the newest has one, the oldest has none, whatever lies between them', () => {
  expect(agesOf(['2026-01-01', '2019-01-01', '2026-01-02', '2019-01-01'])).toEqual([0.5, 0, 1, 0]);
});

test('what was written at once is new', () => {
  expect(agesOf(['2026-01-01', '2026-01-01'])).toEqual([1, 1]);
  expect(agesOf([])).toEqual([]);
});
