// Where the keys lead in a grid.
export interface Place {
  row: number;
  column: number;
}

export interface Selection {
  /** Where it was begun, and where the keys are now. */
  anchor: Place;
  cursor: Place;
}

export interface Size {
  rows: number;
  columns: number;
  /** Rows that are in sight at once. */
  page: number;
}

export const at = (row: number, column: number): Selection => ({
  anchor: { row, column },
  cursor: { row, column },
});

interface Key {
  key: string;
  isFar: boolean;
  extends: boolean;
}

/** Null for a key that leads nowhere. */
export function moved({ anchor, cursor }: Selection, { key, isFar, extends: isLonger }: Key, size: Size) {
  const to = target(cursor, key, isFar, size);
  if (to === null) return null;
  const next = within(to, size);
  return { anchor: isLonger ? anchor : next, cursor: next };
}

function target({ row, column }: Place, key: string, isFar: boolean, { rows, columns, page }: Size) {
  switch (key) {
    case 'ArrowUp':
      return { row: isFar ? 0 : row - 1, column };
    case 'ArrowDown':
      return { row: isFar ? rows - 1 : row + 1, column };
    case 'ArrowLeft':
      return { row, column: isFar ? 0 : column - 1 };
    case 'ArrowRight':
      return { row, column: isFar ? columns - 1 : column + 1 };
    case 'Home':
      return { row: isFar ? 0 : row, column: 0 };
    case 'End':
      return { row: isFar ? rows - 1 : row, column: columns - 1 };
    case 'PageUp':
      return { row: row - page, column };
    case 'PageDown':
      return { row: row + page, column };
    default:
      return null;
  }
}

export function within({ row, column }: Place, { rows, columns }: Pick<Size, 'rows' | 'columns'>): Place {
  const least = (value: number, count: number) => Math.max(0, Math.min(value, count - 1));
  return { row: least(row, rows), column: least(column, columns) };
}

export type Way = 'down' | 'up' | 'along' | 'back';

/** Enter goes down, Tab along, at the end of a row into the next one; null where that leads out of the grid. */
export function next({ row, column }: Place, by: Way, size: Size): Selection | null {
  const last = size.columns - 1;
  const steps: Record<Way, Place> = {
    down: { row: row + 1, column },
    up: { row: row - 1, column },
    along: column < last ? { row, column: column + 1 } : { row: row + 1, column: 0 },
    back: column > 0 ? { row, column: column - 1 } : { row: row - 1, column: last },
  };
  const to = steps[by];
  return to.row < 0 || to.row >= size.rows ? null : at(to.row, to.column);
}

export interface Block {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export function blockOf({ anchor, cursor }: Selection): Block {
  return {
    top: Math.min(anchor.row, cursor.row),
    bottom: Math.max(anchor.row, cursor.row),
    left: Math.min(anchor.column, cursor.column),
    right: Math.max(anchor.column, cursor.column),
  };
}

export function isWithin({ top, bottom, left, right }: Block, row: number, column: number): boolean {
  return row >= top && row <= bottom && column >= left && column <= right;
}
