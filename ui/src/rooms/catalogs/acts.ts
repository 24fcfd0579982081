// What the panel of a node asks of the tree beside it: one set of dialogs moves, creates and deletes.
import { useEffect, useEffectEvent } from 'react';
import type { Act } from './tree/RowMenu';

const listeners = new Set<(act: Act, node: string) => void>();

export function askTree(act: Act, node: string) {
  for (const tell of listeners) tell(act, node);
}

export function useAsked(answer: (act: Act, node: string) => void) {
  const tell = useEffectEvent(answer);
  useEffect(() => {
    const listener = (act: Act, node: string) => tell(act, node);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
}
