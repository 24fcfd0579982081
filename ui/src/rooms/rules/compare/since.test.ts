import { isSinceBase } from './since';

const branches = [{ name: 'main' }, { name: 'draft/a' }];

test('of two branches one is shown what the second one did since both parted', () => {
  expect(isSinceBase(undefined, 'main', 'draft/a', branches)).toBe(true);
});

test('of a tag or a commit one is shown all that differs', () => {
  expect(isSinceBase(undefined, 'v1', 'main', branches)).toBe(false);
  expect(isSinceBase(undefined, 'main', '4f'.repeat(20), branches)).toBe(false);
});

test('what the address says comes first', () => {
  expect(isSinceBase('all', 'main', 'draft/a', branches)).toBe(false);
  expect(isSinceBase('base', 'v1', 'main', branches)).toBe(true);
});
