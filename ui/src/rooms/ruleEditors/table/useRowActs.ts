import type { KeyboardEvent } from 'react';
import type { JsonObject } from '../json/exact';
import type { TextHistory } from '../useTextHistory';
import { addRows, type Change, copyRows, deleteRows, moveRows } from './editing';
import { rowsOf } from './model';
import { at, blockOf, type Selection } from './moving';

/** Absent where there is nothing to do it to. */
export interface Acts {
  add: () => void;
  copy?: () => void;
  up?: () => void;
  down?: () => void;
  remove?: () => void;
}

interface Wish {
  content: JsonObject;
  selection: Selection;
  select: (selection: Selection) => void;
  apply?: (change: Change) => void;
  history: TextHistory;
  /** Rows have come or gone: the cell that is chosen now is where one goes on. */
  goOn: (added?: number) => void;
}

/** What is done to the rows that are chosen, by buttons and by keys; the choice goes with them. */
export function useRowActs({ content, selection, select, apply, history, goOn }: Wish) {
  const count = rowsOf(content).length;
  const { top, bottom } = blockOf(selection);
  const last = Math.min(bottom, count - 1);
  const isSome = apply !== undefined && top < count;
  const { column } = selection.cursor;
  const shifted = (by: number): Selection => ({
    anchor: { ...selection.anchor, row: selection.anchor.row + by },
    cursor: { ...selection.cursor, row: selection.cursor.row + by },
  });
  const move = (by: -1 | 1) => () => {
    apply?.(moveRows(top, last, by));
    select(shifted(by));
  };
  const acts: Acts = {
    add() {
      const row = count === 0 ? 0 : last + 1;
      apply?.(addRows(row));
      select(at(row, 0));
      goOn(row);
    },
    ...(isSome && {
      copy() {
        apply(copyRows(top, last));
        select(shifted(last - top + 1));
        goOn();
      },
      remove() {
        apply(deleteRows(top, last));
        select(at(Math.min(top, count - (last - top + 1)), column));
        goOn();
      },
      ...(top > 0 && { up: move(-1) }),
      ...(last < count - 1 && { down: move(1) }),
    }),
  };

  function onKey(event: KeyboardEvent): boolean {
    if (apply === undefined) return false;
    const { key, altKey, shiftKey } = event;
    const isCtrl = event.ctrlKey || event.metaKey;
    const found = ((): (() => void) | undefined | null => {
      if (altKey && key === 'ArrowUp') return acts.up;
      if (altKey && key === 'ArrowDown') return acts.down;
      if (!isCtrl) return null;
      if (key === 'Enter') return acts.add;
      if (key === 'd') return acts.copy;
      if (key === 'Delete') return acts.remove;
      if (key === 'z' && !shiftKey) return history.undo;
      if (key === 'y' || key.toLowerCase() === 'z') return history.redo;
      return null;
    })();
    found?.();
    return found !== null;
  }
  return { acts, onKey };
}
