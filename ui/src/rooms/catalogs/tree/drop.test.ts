import { dropAt, isNoMove, stepped } from './drop';
import { grown } from './growing';
import { allOpen, linesOf } from './lines';

const tree = grown({ a: { b: {}, c: {}, d: {} }, e: {} });
const lines = linesOf(tree, { open: allOpen(tree) }); // root a b c d e
const drop = (at: number, share: number, ...carried: string[]) => dropAt(tree, lines, at, share, carried);

test('the outer quarters of a line mean beside it, the middle inside', () => {
  expect(drop(3, 0.1, 'e')).toMatchObject({ side: 'before', parentId: 'a', position: 1 });
  expect(drop(3, 0.5, 'e')).toMatchObject({ side: 'inside', parentId: 'a.c', position: 0 });
  expect(drop(3, 0.9, 'e')).toMatchObject({ side: 'after', parentId: 'a', position: 2 });
});

test('positions do not count what is carried', () => {
  expect(drop(4, 0.9, 'a.b')).toMatchObject({ parentId: 'a', position: 2 });
});

test('below an open node lies the place of its first child', () => {
  expect(drop(1, 0.9, 'e')).toMatchObject({ side: 'after', parentId: 'a', position: 0, level: 3 });
});

test('nothing goes below itself, nor beside the root', () => {
  expect(drop(2, 0.5, 'a')).toBe('itself');
  expect(drop(0, 0.1, 'e')).toMatchObject({ side: 'inside', parentId: 'root' });
});

test('where it stands already is no move', () => {
  expect(isNoMove(tree, ['a.b', 'a.c'], { parentId: 'a', position: 0 })).toBe(true);
  expect(isNoMove(tree, ['a.c', 'a.b'], { parentId: 'a', position: 0 })).toBe(false);
  expect(isNoMove(tree, ['a.b'], { parentId: 'root', position: 0 })).toBe(false);
});

test('a step goes past one sibling and stops at the ends', () => {
  expect(stepped(tree, 'a.b', 1)).toEqual({ parentId: 'a', position: 1 });
  expect(stepped(tree, 'a.b', -1)).toBeNull();
  expect(stepped(tree, 'root', 1)).toBeNull();
});
