// Taking back and doing again, over the text that is written: what an editor changed, one change at a time.
import { useCallback, useRef } from 'react';

const KEPT = 200;

export interface TextHistory {
  change: (next: string) => void;
  undo: (() => void) | undefined;
  redo: (() => void) | undefined;
}

export function useTextHistory(text: string, write: ((text: string) => void) | undefined): TextHistory {
  const past = useRef<string[]>([]);
  const future = useRef<string[]>([]);
  const last = useRef(text);
  // It was dropped, committed or written elsewhere: there is nothing of ours to take back.
  if (last.current !== text) {
    past.current = [];
    future.current = [];
    last.current = text;
  }
  const change = useCallback(
    (next: string) => {
      if (write === undefined || next === last.current) return;
      past.current = [...past.current.slice(-KEPT), last.current];
      future.current = [];
      last.current = next;
      write(next);
    },
    [write],
  );
  const go = (from: typeof past, to: typeof past) => () => {
    const found = from.current.at(-1);
    if (found === undefined || write === undefined) return;
    from.current = from.current.slice(0, -1);
    to.current = [...to.current, last.current];
    last.current = found;
    write(found);
  };
  return {
    change,
    undo: write && past.current.length > 0 ? go(past, future) : undefined,
    redo: write && future.current.length > 0 ? go(future, past) : undefined,
  };
}
