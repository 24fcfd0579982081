import { expect, it } from 'vitest';
import { at, blockOf, moved, next } from './moving';

const size = { rows: 5, columns: 3, page: 2 };
const key = (name: string, isFar = false, longer = false) => ({ key: name, isFar, extends: longer });

it.each<[string, boolean, [number, number]]>([
  ['ArrowDown', false, [2, 1]],
  ['ArrowDown', true, [4, 1]],
  ['ArrowLeft', false, [1, 0]],
  ['Home', false, [1, 0]],
  ['End', true, [4, 2]],
  ['PageUp', false, [0, 1]],
])('%s leads where it leads in spreadsheets', (name, isFar, [row, column]) => {
  expect(moved(at(1, 1), key(name, isFar), size)?.cursor).toEqual({ row, column });
});

it('a key that is none leads nowhere', () => {
  expect(moved(at(1, 1), key('x'), size)).toBeNull();
});

it('Shift lets the block grow from where it was begun, to the border and no further', () => {
  const first = moved(at(3, 1), key('ArrowUp', false, true), size)!;
  const second = moved(first, key('End', false, true), size)!;
  expect(blockOf(second)).toEqual({ top: 2, bottom: 3, left: 1, right: 2 });
  expect(blockOf(moved(second, key('ArrowRight', false, true), size)!)).toEqual(blockOf(second));
});

it('Tab goes on in the next row, Enter down', () => {
  expect(next({ row: 1, column: 2 }, 'along', size)).toEqual(at(2, 0));
  expect(next({ row: 1, column: 0 }, 'back', size)).toEqual(at(0, 2));
  expect(next({ row: 1, column: 2 }, 'down', size)).toEqual(at(2, 2));
});

it('behind the last cell, and before the first, it leads out', () => {
  expect(next({ row: 4, column: 2 }, 'along', size)).toBeNull();
  expect(next({ row: 0, column: 0 }, 'back', size)).toBeNull();
  expect(next({ row: 4, column: 1 }, 'down', size)).toBeNull();
});
