// The columns of the grid, left to right: inputs, outputs, and what people say of a row.
import type { JsonObject } from '../json/exact';
import {
  type Column,
  columnsOf,
  DESCRIPTION,
  defaultsOf,
  type Row,
  rowsOf,
  type Side,
  textIn,
} from './model';

export interface GridColumn {
  id: string;
  /** Null: the description. */
  side: Side | null;
  column: Column | null;
  width: number;
}

/** Null: the description has no name of its own. */
export function titleOf({ id, column }: GridColumn): string | null {
  return column && String(column.name || column.field || id);
}

const [LEAST, MOST] = [84, 300];
const LOOKED_AT = 200;
/** Of a letter of the head, of the field below it, of a cell; and what stands around it. */
const LETTERS = { name: 7.8, field: 7, cell: 7.6 };
const AROUND = { head: 38, cell: 20 };

export function gridColumns(content: JsonObject): GridColumn[] {
  const rows = rowsOf(content).slice(0, LOOKED_AT);
  const sides = (['inputs', 'outputs'] as const).flatMap((side) =>
    columnsOf(content, side).map((column): GridColumn => {
      return { id: column.id, side, column, width: widthOf(rows, column) };
    }),
  );
  return [
    ...sides,
    { id: DESCRIPTION, side: null, column: null, width: Math.max(180, widthOf(rows, { id: DESCRIPTION })) },
  ];
}

function widthOf(rows: readonly Row[], column: Column): number {
  const cell = Math.max(0, ...rows.map((row) => textIn(row, column.id).length));
  const wanted = Math.max(
    String(column.name ?? '').length * LETTERS.name + AROUND.head,
    String(column.field ?? '').length * LETTERS.field + AROUND.head,
    cell * LETTERS.cell + AROUND.cell,
  );
  return Math.round(Math.max(LEAST, Math.min(MOST, wanted)));
}

/** The cell at a place; the row behind the last one is the default, which tests nothing and has no description. */
export function cellAt(content: JsonObject, row: number, { id, side }: GridColumn): string | null {
  const rows = rowsOf(content);
  if (row < rows.length) return textIn(rows[row], id);
  return side === 'outputs' ? textIn(defaultsOf(content), id) : null;
}

/** What the column says elsewhere, and what it can say: offered while somebody types. */
export function suggestionsFor(content: JsonObject, { id, column }: GridColumn): string[] {
  const allowed = Array.isArray(column?.allowed) ? column.allowed.map((each) => JSON.stringify(each)) : [];
  const said = rowsOf(content).map((row) => textIn(row, id));
  return [...new Set([...allowed, ...said])].filter((each) => each !== '').slice(0, 30);
}
