import { expect, test } from 'vitest';
import { tablesIn } from './tables';

test('tables are drawn by their columns; what is no table is none', () => {
  const content = {
    inputs: [{ id: 'a', name: 'Age', field: 'age' }],
    outputs: [{ id: 'f', field: 'fee' }],
    rules: [{ _id: 'r1', a: '< 18', f: '1' }],
  };
  const nodes = [{ type: 'inputNode' }, { id: 't', name: 'Fee', type: 'decisionTableNode', content }];
  expect(tablesIn(JSON.stringify({ nodes }))).toEqual([
    {
      node: 't',
      name: 'Fee',
      inputs: [{ id: 'a', title: 'Age' }],
      outputs: [{ id: 'f', title: 'fee' }],
      rows: [{ id: 'r1', description: '', cells: { _id: 'r1', a: '< 18', f: '1' } }],
    },
  ]);
  expect(tablesIn('<definitions/>')).toEqual([]);
});
