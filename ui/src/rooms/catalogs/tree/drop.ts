// Where a drop goes: out of the pointer's place over a line comes a parent and a position among its children.
import { childrenOf, type Forest, isRoot, isWithin } from './forest';
import type { Line } from './lines';

export interface Place {
  parentId: string;
  /** Among the siblings that stay: those that are moved do not count. */
  position: number;
}

export interface Drop extends Place {
  side: 'before' | 'after' | 'inside';
  /** Where the line is drawn: below this many lines, and how deep. */
  below: number;
  level: number;
}

export type Refusal = 'itself' | 'root' | 'unseen';

/** `share` is how far down the line the pointer is: the outer quarters mean beside it, the middle inside. */
export function dropAt(
  forest: Forest,
  lines: readonly Line[],
  at: number,
  share: number,
  carried: readonly string[],
): Drop | Refusal | null {
  const line = lines[at];
  if (line === undefined || line.kind !== 'row') return null;
  const row = forest.rows.get(line.id)!;
  if (carried.some((id) => isWithin(forest, row.id, id))) return 'itself';
  const side =
    isRoot(row) || row.parentId === null
      ? 'inside'
      : share < 0.25
        ? 'before'
        : share > 0.75
          ? 'after'
          : 'inside';
  const staying = (parentId: string) => childrenOf(forest, parentId).filter((id) => !carried.includes(id));
  if (side === 'inside') {
    const position = staying(row.id).length;
    return { side, parentId: row.id, position, below: at + 1, level: line.level + 1 };
  }
  // Below an open node lies its first child's place, not that of its next sibling.
  if (side === 'after' && line.open) {
    return { side, parentId: row.id, position: 0, below: at + 1, level: line.level + 1 };
  }
  const parentId = row.parentId!;
  const position = staying(parentId).indexOf(row.id) + (side === 'after' ? 1 : 0);
  return { side, parentId, position, below: at + (side === 'after' ? 1 : 0), level: line.level };
}

/** Whether everything stands there already, one behind the other. */
export function isNoMove(forest: Forest, carried: readonly string[], { parentId, position }: Place): boolean {
  const children = childrenOf(forest, parentId);
  const staying = children.filter((id) => !carried.includes(id));
  const after = [...staying.slice(0, position), ...carried, ...staying.slice(position)];
  return after.length === children.length && after.every((id, at) => id === children[at]);
}

/** One step up or down among the siblings; null at the end. */
export function stepped(forest: Forest, id: string, step: -1 | 1): Place | null {
  const parentId = forest.rows.get(id)?.parentId;
  if (parentId == null) return null;
  const siblings = childrenOf(forest, parentId);
  const position = siblings.indexOf(id) + step;
  return position < 0 || position >= siblings.length ? null : { parentId, position };
}
