import {
  added,
  ancestorsOf,
  childrenOf,
  isWithin,
  joined,
  moved,
  pathOf,
  subtreeOf,
  topmost,
  without,
} from './forest';
import { grown } from './growing';

const tree = grown({ a: { b: { c: {} }, d: {} }, e: {} });

test('paths follow from the keys above', () => {
  expect(pathOf(tree, 'root')).toBe('');
  expect(pathOf(tree, 'a.b.c')).toBe('a.b.c');
  expect(ancestorsOf(tree, 'a.b.c')).toEqual(['root', 'a', 'a.b']);
});

test('a node that moves takes its place among those that stay, and its parents count anew', () => {
  const after = moved(tree, 'e', 'a', 1);
  expect(childrenOf(after, 'a')).toEqual(['a.b', 'e', 'a.d']);
  expect(childrenOf(after, 'root')).toEqual(['a']);
  expect(after.rows.get('a')!.children).toBe(3);
  expect(after.rows.get('root')!.children).toBe(1);
  expect(pathOf(after, 'e')).toBe('a.e');
});

test('moving leaves the tree that was as it was', () => {
  moved(tree, 'e', 'a', 0);
  expect(childrenOf(tree, 'a')).toEqual(['a.b', 'a.d']);
});

test('among siblings the position counts without the node itself', () => {
  expect(childrenOf(moved(tree, 'a', 'root', 1), 'root')).toEqual(['e', 'a']);
});

test('deleting lets the children move up, or takes them along', () => {
  const adopted = without(tree, 'a', false);
  expect(childrenOf(adopted, 'root')).toEqual(['e', 'a.b', 'a.d']);
  expect(adopted.rows.get('root')!.children).toBe(3);
  expect([...without(tree, 'a', true).rows.keys()]).toEqual(['e', 'root']);
});

test('what stands below another one that is meant is meant anyway', () => {
  expect(topmost(tree, ['a.b.c', 'a', 'e'])).toEqual(['a', 'e']);
});

test('a subtree is read parents first', () => {
  expect(subtreeOf(tree, 'a')).toEqual(['a', 'a.b', 'a.d', 'a.b.c']);
  expect(isWithin(tree, 'a.b.c', 'a')).toBe(true);
  expect(isWithin(tree, 'e', 'a')).toBe(false);
});

test('what is added stands last', () => {
  const row = { ...tree.rows.get('e')!, id: 'new', key: 'new', parentId: 'a' };
  expect(childrenOf(added(tree, row), 'a')).toEqual(['a.b', 'a.d', 'new']);
});

test('a level that is read later hangs below its parent', () => {
  const top = grown({}, { root: { children: 2 } });
  const more = grown({ x: {}, y: {} });
  const level = {
    ...more,
    rows: new Map(
      [...more.rows].filter(([id]) => id !== 'root').map(([id, row]) => [id, { ...row, parentId: null }]),
    ),
    below: new Map(),
    tops: ['x', 'y'],
  };
  const after = joined(top, level, 'root');
  expect(childrenOf(after, 'root')).toEqual(['x', 'y']);
  expect(after.rows.get('x')!.parentId).toBe('root');
});
