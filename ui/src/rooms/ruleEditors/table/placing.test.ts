import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json/exact';
import { moveRows, withCells, withTable } from './editing';
import { tablesIn } from './model';
import { closing, keyOf, placed, type Said, standing } from './placing';

const graph: JsonObject = {
  nodes: [
    { id: 'in', type: 'inputNode' },
    {
      id: 't',
      type: 'decisionTableNode',
      content: {
        inputs: [
          { id: 'a', field: 'account.segment' },
          { id: 'b', field: 'amount' },
        ],
        outputs: [{ id: 'c', field: 'out' }],
        rules: [
          { _id: 'one', a: '"x"', b: '> ', c: '1' },
          { _id: 'two', a: '', b: '', c: '2' },
        ],
        default: { c: '0' },
      },
    },
  ],
};
const said = (pointer: string, code = 'tables.cell', detail = 'wrong'): Said => ({
  file: 'tables/t.jdm.json',
  pointer,
  code,
  detail,
  suggestion: null,
});
const table = (whole: JsonObject) => tablesIn(whole)[0]!;

describe('what is said of a table stands', () => {
  const BASE = '/nodes/1/content';
  it.each<[string, string]>([
    [`${BASE}/rules/0/b`, keyOf('one', 'b')],
    [`${BASE}/rules/1`, keyOf('two')],
    [`${BASE}/default/c`, keyOf(null, 'c')],
    [`${BASE}/inputs/1/field`, keyOf(undefined, 'b')],
  ])('%s at its cell', (pointer, key) => {
    const found = standing(placed(graph, [said(pointer)]), table(graph));
    expect([...found.at.keys()]).toEqual([key]);
    expect(found.beside).toEqual([]);
  });

  it.each([`${BASE}/rules`, BASE, `${BASE}/hitPolicy`, '/edges/0', '/nodes/0/content/schema', ''])(
    '%s beside it',
    (pointer) => {
      expect(standing(placed(graph, [said(pointer)]), table(graph)).beside.length).toBe(1);
    },
  );
});

describe('while the table is changed', () => {
  const all = placed(graph, [said('/nodes/1/content/rules/0/b'), said('/nodes/1/content/rules/1')]);

  it('it goes with its row', () => {
    const now = withTable(graph, table(graph), moveRows(0, 0, 1));
    expect([...standing(all, table(now)).at.keys()]).toEqual([keyOf('one', 'b'), keyOf('two')]);
  });

  it('it is not said of a cell any more that says something else now', () => {
    const now = withTable(graph, table(graph), withCells([{ row: 0, column: 'b', text: '> 1' }]));
    expect([...standing(all, table(now)).at.keys()]).toEqual([keyOf('two')]);
  });
});

describe('a gap', () => {
  const gap = (detail: string) => said('/nodes/1/content/rules', 'tables.gap', detail);
  it.each<[string, object | null]>([
    ['no row matches account.segment = "x, y", amount = 10.5', { a: '"x, y"', b: '10.5' }],
    ['no row matches amount = -1', { b: '-1' }],
    ['no row matches amount = 2026-01-01T00:00:00Z', null],
  ])('%s is closed by a row', (detail, row) => {
    expect(closing(gap(detail), table(graph).content)).toEqual(row);
  });

  it('and nothing else is', () => {
    expect(closing(said('/nodes/1/content/rules'), table(graph).content)).toBeNull();
  });
});
