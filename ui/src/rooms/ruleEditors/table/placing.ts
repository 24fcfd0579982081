// What is to be said against a table, at the row and column it is about. Places are kept by ids and by what the cell
// said: rows may move meanwhile, and what was mended is not said again.

import { stepsOf } from '@/rooms/repository/code/pointers';
import type { Fault } from '@/rooms/repository/fault';
import { isObject, type JsonObject } from '../json/exact';
import { emptyRows } from './empty';
import { columnsOf, defaultsOf, idOf, rowsOf, type Side, type Table, tablesIn, textIn } from './model';

export type Said = Fault & { severity?: string };

export interface Placed {
  fault: Said;
  /** The table that it is in; null where it is about another part of the file. */
  table: string | null;
  /** Null: of the default; absent: of no single row. */
  row?: string | null;
  column?: string;
  /** What the cell said when this was said of it. */
  text?: string;
}

/** `graph` is the file as it was when somebody looked at it. */
export function placed(graph: JsonObject, faults: readonly Said[]): Placed[] {
  const tables = new Map(tablesIn(graph).map((each) => [String(each.node), each]));
  return faults.map((fault) => {
    const [nodes, node = '', content, ...steps] = stepsOf(fault.pointer);
    const table = nodes === 'nodes' ? tables.get(node) : undefined;
    if (table === undefined || (content !== undefined && content !== 'content'))
      return { fault, table: null };
    return { fault, table: table.id, ...within(table, steps) };
  });
}

function within({ content }: Table, [part, at = '', last]: string[]): Omit<Placed, 'fault' | 'table'> {
  const row = part === 'rules' ? rowsOf(content)[Number(at)] : undefined;
  if (at !== '' && row !== undefined) {
    const id = idOf(row, Number(at));
    return last === undefined ? { row: id } : { row: id, column: last, text: textIn(row, last) };
  }
  if (part === 'default') return { row: null, column: at, text: textIn(defaultsOf(content), at) };
  if (part === 'inputs' || part === 'outputs')
    return { column: columnsOf(content, part as Side)[Number(at)]?.id };
  return {};
}

export interface Findings {
  /** By row and column, as `keyOf` writes them. */
  at: Map<string, Said[]>;
  /** Of the table as a whole, or of another part of the file. */
  beside: Said[];
}

/** No single row is another thing than the default, which is null. */
export const keyOf = (row: string | null | undefined, column?: string) =>
  JSON.stringify([row === undefined ? 0 : row, column]);

/** What still holds of this table as it is now. */
export function standing(all: readonly Placed[], table: Table): Findings {
  const rows = new Map<string | null, JsonObject>(
    rowsOf(table.content).map((row, at) => [idOf(row, at), row]),
  );
  rows.set(null, defaultsOf(table.content) ?? {});
  const found: Findings = { at: new Map(), beside: [] };
  for (const each of all) {
    if (each.table !== null && each.table !== table.id) continue;
    if (each.row === undefined && each.column === undefined) {
      found.beside.push(each.fault);
      continue;
    }
    const row = each.row === undefined ? undefined : rows.get(each.row);
    const isGone = each.row !== undefined && !isObject(row);
    if (isGone || (each.text !== undefined && textIn(row, each.column!) !== each.text)) continue;
    const key = keyOf(each.row, each.column);
    found.at.set(key, [...(found.at.get(key) ?? []), each.fault]);
  }
  return found;
}

export const EMPTY = 'tables.empty';

/** With what nobody has to look up: a row in which nothing is written yet. */
export function withEmptyRows({ at, beside }: Findings, { node, content }: Table, detail: string): Findings {
  const found = new Map(at);
  for (const place of emptyRows(content)) {
    const key = keyOf(idOf(rowsOf(content)[place]!, place));
    const pointer = `/nodes/${node}/content/rules/${place}`;
    const fault = { file: '', pointer, code: EMPTY, severity: 'warning', detail, suggestion: null };
    found.set(key, [...(found.get(key) ?? []), fault]);
  }
  return { at: found, beside };
}

/** `/nodes/1/content/rules/4/segment`: the table, its row and column, as far as it says them. */
export function placeIn(tables: readonly Table[], pointer: string) {
  const [, node, , part, index, last] = stepsOf(pointer);
  const table = tables.find((each) => String(each.node) === node);
  if (table === undefined) return undefined;
  const rows = rowsOf(table.content);
  if (part === 'rules') return { table, row: Math.min(Number(index ?? 0), rows.length), column: last };
  if (part === 'default') return { table, row: rows.length, column: index };
  const columns = part === 'inputs' || part === 'outputs' ? columnsOf(table.content, part) : [];
  return { table, row: 0, column: columns[Number(index)]?.id };
}

export interface Listed {
  fault: Said;
  /** The row behind the last one is the default; null: of no single row. */
  row: number | null;
  column: string | undefined;
}

/** What stands at rows and columns, from the top down. */
export function listed({ at }: Findings, { content }: Table): Listed[] {
  const rows = rowsOf(content);
  const places = new Map<string | null, number>(rows.map((row, place) => [idOf(row, place), place]));
  places.set(null, rows.length);
  const found = [...at].flatMap(([key, faults]) => {
    const [id, column] = JSON.parse(key) as [string | null | 0, string | null];
    const row = id === 0 ? null : (places.get(id) ?? null);
    return faults.map((fault): Listed => ({ fault, row, column: column ?? undefined }));
  });
  return found.sort((one, other) => (one.row ?? -1) - (other.row ?? -1));
}

const WITNESS = /([\w.]+) = ("[^"]*"|true|false|-?[\d.]+)(?:, |$)/g;

/** The row that would close a gap: cells that say just the inputs which no row matched; null where they say more. */
export function closing(fault: Said, content: JsonObject): Record<string, string> | null {
  if (fault.code !== 'tables.gap') return null;
  const said = fault.detail.replace(/^no row matches /, '');
  const values = new Map([...said.matchAll(WITNESS)].map((found) => [found[1]!, found[2]!]));
  if (said.replaceAll(WITNESS, '') !== '') return null;
  const columns = columnsOf(content, 'inputs');
  return Object.fromEntries(
    columns.flatMap(({ id, field }) => {
      const value = values.get(String(field));
      return value === undefined ? [] : [[id, value]];
    }),
  );
}
