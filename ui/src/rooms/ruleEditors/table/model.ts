// A decision table as it stands in its file. It is never taken apart: what changes is changed in place, all else stays.
import { isObject, type Json, type JsonObject } from '../json/exact';

export interface Column extends JsonObject {
  id: string;
}

/** A row says its cells by the ids of columns. */
export type Row = JsonObject;

export interface Table {
  /** Where the node stands in the file. */
  node: number;
  id: string;
  name: string;
  content: JsonObject;
}

export type Side = 'inputs' | 'outputs';

export const POLICIES = [
  'first',
  'unique',
  'any',
  'priority',
  'collect',
  'ruleOrder',
  'outputOrder',
] as const;
export type Policy = (typeof POLICIES)[number];
export const AGGREGATIONS = ['sum', 'min', 'max', 'count'] as const;
export const ROW_ID = '_id';
export const DESCRIPTION = '_description';

const nodesIn = (graph: JsonObject) => (Array.isArray(graph.nodes) ? graph.nodes : []);

export function tablesIn(graph: JsonObject): Table[] {
  return nodesIn(graph).flatMap((each, node): Table[] => {
    if (!isObject(each) || each.type !== 'decisionTableNode') return [];
    const content = isObject(each.content) ? each.content : {};
    return [{ node, id: String(each.id), name: String(each.name ?? each.id), content }];
  });
}

export const columnsOf = (content: JsonObject, side: Side) => (content[side] ?? []) as Column[];
export const rowsOf = (content: JsonObject) => (content.rules ?? []) as Row[];
/** Rows that nobody gave an id get one with the first change; until then they go by their place. */
export const idOf = (row: Row, at: number): string => (row[ROW_ID] as string | undefined) ?? `#${at}`;
export const textIn = (holder: JsonObject | undefined, column: string): string =>
  (holder?.[column] ?? '') as string;
export const defaultsOf = (content: JsonObject): JsonObject | undefined =>
  content.default as JsonObject | undefined;

/** What the grid has no place for, as a pointer; null where it can show everything. */
export function unusual(graph: JsonObject): string | null {
  if (graph.nodes !== undefined && !Array.isArray(graph.nodes)) return '/nodes';
  for (const [node, each] of nodesIn(graph).entries()) {
    if (!isObject(each)) return `/nodes/${node}`;
    if (each.type !== 'decisionTableNode') continue;
    if (each.content !== undefined && !isObject(each.content)) return `/nodes/${node}/content`;
    const found = strange((each.content ?? {}) as JsonObject);
    if (found !== null) return `/nodes/${node}/content${found}`;
  }
  return null;
}

function strange(content: JsonObject): string | null {
  const columns: string[] = [];
  for (const side of ['inputs', 'outputs'] as const) {
    const said = content[side] ?? [];
    if (!Array.isArray(said)) return `/${side}`;
    for (const [at, each] of said.entries()) {
      if (!isColumn(each) || columns.includes(each.id)) return `/${side}/${at}`;
      columns.push(each.id);
    }
  }
  for (const name of ['hitPolicy', 'aggregation']) if (!isTextOrNothing(content[name])) return `/${name}`;
  if (content.default !== undefined && !(isObject(content.default) && isWritten(content.default, columns)))
    return '/default';
  return strangeRow(content.rules ?? [], columns);
}

function strangeRow(rows: Json, columns: string[]): string | null {
  if (!Array.isArray(rows)) return '/rules';
  const seen = new Set<Json>();
  for (const [at, row] of rows.entries()) {
    if (!isObject(row) || !isWritten(row, columns) || !isTextOrNothing(row[DESCRIPTION]))
      return `/rules/${at}`;
    const id = row[ROW_ID];
    if (id === undefined) continue;
    if (typeof id !== 'string' || id === '' || seen.has(id)) return `/rules/${at}/${ROW_ID}`;
    seen.add(id);
  }
  return null;
}

function isColumn(each: Json): each is Column {
  const texts = isObject(each) ? [each.name, each.field] : [];
  return (
    isObject(each) &&
    typeof each.id === 'string' &&
    !['', ROW_ID, DESCRIPTION].includes(each.id) &&
    texts.every(isTextOrNothing) &&
    (each.allowed === undefined || Array.isArray(each.allowed))
  );
}

const isTextOrNothing = (said: unknown) => said == null || typeof said === 'string';

function isWritten(holder: JsonObject, columns: string[]): boolean {
  return columns.every((column) => isTextOrNothing(holder[column]));
}
