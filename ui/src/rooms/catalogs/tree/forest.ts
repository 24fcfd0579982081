// The tree as the screen holds it: rows by id, and for each node its children in order. Every change makes a new one.

/** How a node of the draft differs from what is served; several at once are their sum. */
export const Mark = { new: 1, changed: 2, moved: 4, reordered: 8, rules: 16 } as const;

export interface Row {
  id: string;
  /** Null: nothing of what one may see stands above it. */
  parentId: string | null;
  key: string;
  /** In the language of the content that was asked for; null: nobody said one. */
  name: string | null;
  type: string;
  revision: number;
  /** All it has, fetched or not. */
  children: number;
  activeFrom: string | null;
  activeTo: string | null;
  assigned: number;
  excluded: number;
  rules: number;
  /** As served: on its own shelf, and distinct ones here or below; null where that may not be known. */
  ratePlans: number | null;
  ratePlansBelow: number | null;
  mark: number;
}

export interface Forest {
  rows: ReadonlyMap<string, Row>;
  /** Only of those whose children are here. */
  below: ReadonlyMap<string, readonly string[]>;
  tops: readonly string[];
  /** Of the tops; all other paths follow from keys. */
  paths: ReadonlyMap<string, string>;
}

export const EMPTY: Forest = { rows: new Map(), below: new Map(), tops: [], paths: new Map() };

export function titleOf(row: Row, catalogName: string): string {
  return row.name ?? (row.key === '' ? catalogName : row.key);
}

/** A catalog's own root: it cannot be moved, renamed or deleted on its own. */
export function isRoot(row: Row): boolean {
  return row.key === '';
}

export function childrenOf(forest: Forest, id: string | null): readonly string[] {
  return id === null ? forest.tops : (forest.below.get(id) ?? []);
}

/** Whether its children still have to be fetched. */
export function isUnread(forest: Forest, row: Row): boolean {
  return row.children > 0 && !forest.below.has(row.id);
}

/** From the top down, without the node itself. */
export function ancestorsOf(forest: Forest, id: string): string[] {
  const found: string[] = [];
  let above = forest.rows.get(id)?.parentId ?? null;
  while (above !== null) {
    found.unshift(above);
    above = forest.rows.get(above)?.parentId ?? null;
  }
  return found;
}

export function isWithin(forest: Forest, id: string, top: string): boolean {
  return id === top || ancestorsOf(forest, id).includes(top);
}

export function pathOf(forest: Forest, id: string): string {
  const row = forest.rows.get(id);
  if (row === undefined) return '';
  if (row.parentId === null) return forest.paths.get(id) ?? row.key;
  const above = pathOf(forest, row.parentId);
  return above === '' ? row.key : `${above}.${row.key}`;
}

/** Without those that stand below another of them: they go along anyway. */
export function topmost(forest: Forest, ids: Iterable<string>): string[] {
  const all = new Set(ids);
  return [...all].filter(
    (id) => forest.rows.has(id) && !ancestorsOf(forest, id).some((each) => all.has(each)),
  );
}

/** The node and all that is known below it, parents first. */
export function subtreeOf(forest: Forest, id: string): string[] {
  const found = [id];
  for (let at = 0; at < found.length; at += 1) found.push(...childrenOf(forest, found[at]!));
  return found;
}

export function changed(forest: Forest, id: string, change: Partial<Row>): Forest {
  const row = forest.rows.get(id);
  if (row === undefined) return forest;
  return { ...forest, rows: new Map(forest.rows).set(id, { ...row, ...change }) };
}

/** `position` counts among the siblings without the node itself. */
export function moved(forest: Forest, id: string, parentId: string, position: number): Forest {
  const row = forest.rows.get(id);
  if (row === undefined || row.parentId === null) return forest;
  const rows = new Map(forest.rows);
  const below = new Map(forest.below);
  const left = childrenOf(forest, row.parentId).filter((each) => each !== id);
  below.set(row.parentId, left);
  count(rows, row.parentId, -1);
  count(rows, parentId, 1);
  rows.set(id, { ...rows.get(id)!, parentId });
  const unread = !below.has(parentId) && (forest.rows.get(parentId)?.children ?? 0) > 0;
  if (!unread) {
    const there = [...(below.get(parentId) ?? [])];
    there.splice(position, 0, id);
    below.set(parentId, there);
  }
  return { ...forest, rows, below };
}

export function added(forest: Forest, row: Row, position = Number.POSITIVE_INFINITY): Forest {
  if (row.parentId === null) return forest;
  const rows = new Map(forest.rows).set(row.id, row);
  const below = new Map(forest.below);
  const there = [...childrenOf(forest, row.parentId)];
  there.splice(position, 0, row.id);
  below.set(row.parentId, there);
  count(rows, row.parentId, 1);
  return { ...forest, rows, below };
}

/** As the service deletes: children move up to the parent's end, or go as well. */
export function without(forest: Forest, id: string, cascade: boolean): Forest {
  const row = forest.rows.get(id);
  if (row?.parentId == null) return forest;
  const rows = new Map(forest.rows);
  const below = new Map(forest.below);
  const orphans = cascade ? [] : childrenOf(forest, id);
  below.set(row.parentId, [...childrenOf(forest, row.parentId).filter((each) => each !== id), ...orphans]);
  for (const gone of cascade ? subtreeOf(forest, id) : [id]) {
    rows.delete(gone);
    below.delete(gone);
  }
  for (const orphan of orphans) rows.set(orphan, { ...rows.get(orphan)!, parentId: row.parentId });
  count(rows, row.parentId, orphans.length - 1);
  return { ...forest, rows, below };
}

/** What was fetched of another part of the tree, beside what was here; a level read anew replaces the old one. */
export function joined(forest: Forest, more: Forest, parentId: string | null): Forest {
  const rows = new Map(forest.rows);
  const below = new Map(forest.below);
  for (const row of more.rows.values()) {
    const hangs = row.parentId ?? (forest.rows.get(row.id)?.parentId || parentId);
    rows.set(row.id, { ...row, parentId: hangs });
  }
  for (const [id, ids] of more.below) below.set(id, ids);
  if (parentId !== null) below.set(parentId, more.tops);
  return { ...forest, rows, below };
}

function count(rows: Map<string, Row>, id: string, more: number) {
  const row = rows.get(id);
  if (row) rows.set(id, { ...row, children: Math.max(0, row.children + more) });
}
