// Every change of a table, as a new one: rows are named by their place, columns by their id. Ids of rows stay what they
// are; rows that are added, copied or pasted get new ones.
import type { Json, JsonObject } from '../json/exact';
import {
  type Column,
  columnsOf,
  DESCRIPTION,
  defaultsOf,
  ROW_ID,
  type Row,
  rowsOf,
  type Side,
  type Table,
} from './model';

export type Change = (content: JsonObject) => JsonObject;

/** The whole file, with another table in the place of this one. */
export function withTable(graph: JsonObject, table: Table, change: Change): JsonObject {
  const nodes = [...(graph.nodes as JsonObject[])];
  nodes[table.node] = { ...nodes[table.node], content: change(named(table.content)) };
  return { ...graph, nodes };
}

/** Ten hex digits, as the service makes them. */
export function newId(prefix = 'r'): string {
  const bytes = crypto.getRandomValues(new Uint8Array(5));
  return prefix + [...bytes].map((each) => each.toString(16).padStart(2, '0')).join('');
}

/** From its first change on, every row goes by its id. */
function named(content: JsonObject): JsonObject {
  const rows = rowsOf(content);
  if (rows.every((row) => ROW_ID in row)) return content;
  return { ...content, rules: rows.map((row) => (ROW_ID in row ? row : { [ROW_ID]: newId(), ...row })) };
}

function withRows(content: JsonObject, rows: Row[]): JsonObject {
  return { ...content, rules: rows };
}

/** Null as row: what holds where no row does. An empty cell of it is not written at all. */
export function withCells(cells: readonly { row: number | null; column: string; text: string }[]): Change {
  return (content) => {
    const rows = [...rowsOf(content)];
    let otherwise = defaultsOf(content);
    for (const { row, column, text } of cells) {
      if (row !== null) rows[row] = { ...rows[row], [column]: text };
      else otherwise = withoutEmpty({ ...otherwise, [column]: text });
    }
    const next = withRows(content, rows);
    return otherwise === defaultsOf(content) ? next : withDefaults(next, otherwise);
  };
}

function withoutEmpty(holder: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(holder).filter(([, text]) => text !== ''));
}

function withDefaults(content: JsonObject, defaults: JsonObject | undefined): JsonObject {
  const { default: _, ...rest } = content;
  return defaults && Object.keys(defaults).length > 0 ? { ...rest, default: defaults } : rest;
}

function emptyRow(content: JsonObject, said: Record<string, string> = {}): Row {
  const columns = [...columnsOf(content, 'inputs'), ...columnsOf(content, 'outputs')];
  return { [ROW_ID]: newId(), ...Object.fromEntries(columns.map(({ id }) => [id, said[id] ?? ''])) };
}

/** New rows come before the row that stands at this place now. */
export function addRows(at: number, said: readonly Record<string, string>[] = [{}]): Change {
  return (content) => {
    const made = said.map((each) => emptyRow(content, each));
    return withRows(content, rowsOf(content).toSpliced(at, 0, ...made));
  };
}

/** The copies follow the rows they were made of. */
export function copyRows(from: number, to: number): Change {
  return (content) => {
    const copies = rowsOf(content)
      .slice(from, to + 1)
      .map((row) => ({ ...row, [ROW_ID]: newId() }));
    return withRows(content, rowsOf(content).toSpliced(to + 1, 0, ...copies));
  };
}

export function deleteRows(from: number, to: number): Change {
  return (content) => withRows(content, rowsOf(content).toSpliced(from, to - from + 1));
}

/** By one place up or down, all of them together; at the border they stay. */
export function moveRows(from: number, to: number, by: -1 | 1): Change {
  return (content) => {
    const rows = rowsOf(content);
    if (from + by < 0 || to + by >= rows.length) return content;
    const moved = rows.slice(from, to + 1);
    return withRows(content, rows.toSpliced(from, moved.length).toSpliced(from + by, 0, ...moved));
  };
}

/** A block of cells from this one on, as spreadsheets copy them; rows that are not there yet are added. */
export function paste(row: number, column: number, block: readonly (readonly string[])[]): Change {
  return (content) => {
    const ids = pastable(content).slice(column);
    const rows = [...rowsOf(content)];
    for (const [down, line] of block.entries()) {
      const said = Object.fromEntries(
        line.flatMap((text, along) => (ids[along] === undefined ? [] : [[ids[along], text]])),
      );
      rows[row + down] = { ...(rows[row + down] ?? emptyRow(content)), ...said };
    }
    return withRows(content, rows);
  };
}

/** Ids of the columns in the order of the grid, the description last. */
export function pastable(content: JsonObject): string[] {
  const columns = [...columnsOf(content, 'inputs'), ...columnsOf(content, 'outputs')];
  return [...columns.map((each) => each.id), DESCRIPTION];
}

export function addColumn(side: Side, at: number, column: Column): Change {
  return (content) => ({ ...content, [side]: columnsOf(content, side).toSpliced(at, 0, column) });
}

export function changeColumn(side: Side, id: string, said: Record<string, Json | undefined>): Change {
  return (content) => ({
    ...content,
    [side]: columnsOf(content, side).map((each) => (each.id === id ? without({ ...each, ...said }) : each)),
  });
}

function without(holder: Record<string, Json | undefined>): Column {
  return Object.fromEntries(Object.entries(holder).filter(([, said]) => said !== undefined)) as Column;
}

export function moveColumn(side: Side, id: string, by: -1 | 1): Change {
  return (content) => {
    const columns = columnsOf(content, side);
    const at = columns.findIndex((each) => each.id === id);
    if (at + by < 0 || at + by >= columns.length) return content;
    return { ...content, [side]: columns.toSpliced(at, 1).toSpliced(at + by, 0, columns[at]!) };
  };
}

/** With what every row, and the default, says in it. */
export function deleteColumn(side: Side, id: string): Change {
  return (content) => {
    const next = { ...content, [side]: columnsOf(content, side).filter((each) => each.id !== id) };
    const cleared = withRows(
      next,
      rowsOf(content).map(({ [id]: _, ...row }) => row),
    );
    const { [id]: _, ...defaults } = defaultsOf(content) ?? {};
    return defaultsOf(content) === undefined ? cleared : withDefaults(cleared, defaults);
  };
}

/** An aggregation is of `collect` alone. */
export function withPolicy(policy: string, aggregation?: string): Change {
  return ({ aggregation: _, ...content }) => ({
    ...content,
    hitPolicy: policy,
    ...(policy === 'collect' && aggregation ? { aggregation } : {}),
  });
}
