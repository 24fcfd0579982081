import { expect, it } from 'vitest';
import { addRows, withCells } from './editing';
import { emptyRows } from './empty';

const content = { inputs: [{ id: 'a' }], outputs: [{ id: 'b' }], rules: [{ _id: 'one', a: '', b: '1' }] };

it('a new row is empty until anything is written in it, be it a description', () => {
  const added = addRows(1)(content);
  expect(emptyRows(content)).toEqual([]);
  expect(emptyRows(added)).toEqual([1]);
  for (const column of ['a', 'b', '_description'])
    expect(emptyRows(withCells([{ row: 1, column, text: 'x' }])(added))).toEqual([]);
});
