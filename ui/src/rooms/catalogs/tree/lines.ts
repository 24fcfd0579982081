// What is seen of a tree, line by line: what is open, what a filter leaves, and where something new is being written.
import { childrenOf, type Forest, isUnread } from './forest';

export interface Line {
  kind: 'row' | 'waiting' | 'writing';
  /** Of the node; of the one above for a line that is no node yet. */
  id: string;
  level: number;
  place: number;
  of: number;
  open: boolean;
}

export interface Seen {
  open: ReadonlySet<string>;
  /** Only these; all of them without. */
  only?: ReadonlySet<string> | null;
  /** Below which node something new is being written. */
  writingBelow?: string | null;
}

export function linesOf(forest: Forest, { open, only, writingBelow = null }: Seen): Line[] {
  const lines: Line[] = [];
  const level = (ids: readonly string[], depth: number) => {
    const shown = only ? ids.filter((id) => only.has(id)) : ids;
    shown.forEach((id, at) => {
      const row = forest.rows.get(id)!;
      const isOpen = open.has(id) && (row.children > 0 || writingBelow === id);
      lines.push({ kind: 'row', id, level: depth, place: at + 1, of: shown.length, open: isOpen });
      if (isOpen && isUnread(forest, row)) lines.push(besides('waiting', id, depth + 1));
      else if (isOpen) level(childrenOf(forest, id), depth + 1);
      if (writingBelow === id) lines.push(besides('writing', id, depth + 1));
    });
  };
  level(forest.tops, 1);
  return lines;
}

function besides(kind: 'waiting' | 'writing', id: string, level: number): Line {
  return { kind, id, level, place: 1, of: 1, open: false };
}

/** Every node that has something below it. */
export function allOpen(forest: Forest): Set<string> {
  const open = new Set<string>();
  for (const row of forest.rows.values()) if (row.children > 0) open.add(row.id);
  return open;
}
