import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json/exact';
import { spelt } from '../json/spelling';
import { dice, one } from '../testing/dice';
import {
  addColumn,
  addRows,
  type Change,
  changeColumn,
  copyRows,
  deleteColumn,
  deleteRows,
  moveColumn,
  moveRows,
  paste,
  withCells,
  withPolicy,
  withTable,
} from './editing';
import { columnsOf, rowsOf, tablesIn } from './model';

const file = resolve(
  import.meta.dirname,
  '../../../../../bundles/examples/demo-rules/tables/discount-limits.jdm.json',
);
const graph = JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
const table = tablesIn(graph)[0]!;

function changedBy(...changes: Change[]): JsonObject {
  const made = changes.reduce((whole, change) => withTable(whole, tablesIn(whole)[0]!, change), graph);
  return tablesIn(made)[0]!.content;
}
const ids = (content: JsonObject) => rowsOf(content).map((row) => row._id);
const standing = ids(table.content);

describe('a change of one cell', () => {
  it('changes one line of the file', () => {
    const change = withCells([{ row: 2, column: 'limit', text: '24' }]);
    const [before, now] = [graph, withTable(graph, table, change)].map((each) => spelt(each).split('\n'));
    expect(now!.length).toBe(before!.length);
    expect(now!.filter((line, at) => line !== before![at]).map((line) => line.trim())).toEqual([
      '"limit": "24",',
    ]);
  });

  it('of the default leaves no empty cells behind, and without any no default', () => {
    const one = changedBy(withCells([{ row: null, column: 'limit', text: '' }]));
    expect(one.default).toEqual({ approver: '"deal-desk"' });
    const none = changedBy(
      withCells([
        { row: null, column: 'limit', text: '' },
        { row: null, column: 'approver', text: '' },
      ]),
    );
    expect(none).not.toHaveProperty('default');
  });
});

describe('rows keep their ids', () => {
  it('while they move', () => {
    expect(ids(changedBy(moveRows(1, 2, 1)))).toEqual([
      'edu',
      'ent',
      'ent-long',
      'ent-large',
      ...standing.slice(4),
    ]);
    expect(ids(changedBy(moveRows(0, 2, -1)))).toEqual(standing);
    expect(ids(changedBy(moveRows(5, 6, 1)))).toEqual(standing);
  });

  it('while others come and go, and those that come have new ones', () => {
    const now = changedBy(addRows(1), copyRows(0, 0), deleteRows(3, 3));
    expect(ids(now).filter((id) => standing.includes(id as string))).toEqual(
      standing.filter((id) => id !== 'ent-long'),
    );
    expect(new Set(ids(now)).size).toBe(rowsOf(now).length);
    expect(rowsOf(now)[1]).toMatchObject({ segment: '"Education"', limit: '40' });
    expect(rowsOf(now)[2]).toMatchObject({ segment: '', limit: '' });
  });

  it('while a sheet is pasted over them; lines beyond the last are new rows', () => {
    const now = changedBy(
      paste(6, 1, [['>= 6', '> 10', '7'], ['>= 3'], ['a', 'b', 'c', 'd', 'e', 'too far']]),
    );
    expect(ids(now).slice(0, 7)).toEqual(standing);
    expect(rowsOf(now)[6]).toMatchObject({ segment: '"SMB"', term: '>= 6', value: '> 10', limit: '7' });
    expect(rowsOf(now)[7]).toMatchObject({ segment: '', term: '>= 3', value: '' });
    expect(rowsOf(now)[8]).toMatchObject({
      term: 'a',
      value: 'b',
      limit: 'c',
      approver: 'd',
      _description: 'e',
    });
    expect(rowsOf(now).length).toBe(9);
  });

  it('and whoever had none has one from the first change on', () => {
    const bare = withTable(graph, table, (content) => ({
      ...content,
      rules: rowsOf(content).map(({ _id, ...row }) => row),
    }));
    const made = withTable(bare, tablesIn(bare)[0]!, withCells([{ row: 0, column: 'limit', text: '41' }]));
    const found = ids(tablesIn(made)[0]!.content);
    expect(new Set(found).size).toBe(standing.length);
    expect(found).not.toContain(undefined);
  });
});

describe('columns', () => {
  it('come, move, change and go with what rows say in them', () => {
    const added = changedBy(addColumn('inputs', 1, { id: 'region', field: 'account.region' }));
    expect(columnsOf(added, 'inputs').map((each) => each.id)).toEqual(['segment', 'region', 'term', 'value']);
    const moved = changedBy(moveColumn('inputs', 'value', -1), moveColumn('inputs', 'segment', -1));
    expect(columnsOf(moved, 'inputs').map((each) => each.id)).toEqual(['segment', 'value', 'term']);
    const named = changedBy(changeColumn('outputs', 'approver', { name: 'Approver', allowed: ['a', 'b'] }));
    expect(columnsOf(named, 'outputs')[1]).toEqual({
      id: 'approver',
      field: 'approver',
      name: 'Approver',
      allowed: ['a', 'b'],
    });
    expect(
      columnsOf(changedBy(changeColumn('outputs', 'approver', { allowed: undefined })), 'outputs')[1],
    ).not.toHaveProperty('allowed');
    const gone = changedBy(deleteColumn('outputs', 'approver'));
    expect(columnsOf(gone, 'outputs').length).toBe(1);
    expect(rowsOf(gone).some((row) => 'approver' in row)).toBe(false);
    expect(gone.default).toEqual({ limit: '0' });
  });
});

describe('a hit policy', () => {
  it('other than collect takes the aggregation with it', () => {
    expect(changedBy(withPolicy('collect', 'sum'))).toMatchObject({
      hitPolicy: 'collect',
      aggregation: 'sum',
    });
    expect(changedBy(withPolicy('collect', 'sum'), withPolicy('unique', 'sum'))).not.toHaveProperty(
      'aggregation',
    );
  });
});

describe('whatever is done', () => {
  it('all other parts of the file stay as they were', () => {
    const random = dice(5);
    const strange = withTable(graph, table, (content) => ({ ...content, x_kept: { 10: [1], 9: null } }));
    let now = strange;
    for (let turn = 0; turn < 300; turn++) {
      const { content } = tablesIn(now)[0]!;
      const count = rowsOf(content).length;
      const row = Math.floor(random() * Math.max(count, 1));
      const side = one(random, ['inputs', 'outputs'] as const);
      const column = one(random, columnsOf(content, side))?.id;
      const changes: Change[] = [
        addRows(row),
        moveRows(row, row, one(random, [-1, 1])),
        paste(row, 0, [['1', '2'], ['3']]),
        withPolicy(one(random, ['first', 'collect'])),
        ...(count > 0 ? [copyRows(row, row), deleteRows(row, row)] : []),
        ...(column
          ? [
              moveColumn(side, column, 1),
              deleteColumn(side, column),
              changeColumn(side, column, { name: 'x' }),
            ]
          : []),
        addColumn(side, 0, { id: `c${turn}`, field: 'x' }),
      ];
      now = withTable(now, tablesIn(now)[0]!, one(random, changes));
    }
    expect(now.edges).toBe(graph.edges);
    const [before, now_] = [strange, now].map((each) => each.nodes as JsonObject[]);
    expect(now_![0]).toBe(before![0]);
    expect((now_![1]!.content as JsonObject).x_kept).toBe((before![1]!.content as JsonObject).x_kept);
    const found = ids(tablesIn(now)[0]!.content);
    expect(new Set(found).size).toBe(found.length);
  });
});
