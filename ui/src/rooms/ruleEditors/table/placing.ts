// What is to be said against a table, at the row and column it is about. Places are kept by ids and by what the cell
// said: rows may move meanwhile, and what was mended is not said again.
import type { Fault } from '@/rooms/rules/changing';
import { stepsOf } from '@/rooms/rules/code/pointers';
import { isObject, type JsonObject } from '../json/exact';
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

export const keyOf = (row: string | null | undefined, column?: string) => JSON.stringify([row, column]);

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
