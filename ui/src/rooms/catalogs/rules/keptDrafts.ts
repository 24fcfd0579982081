// What is being written outlives another tab of the panel, another node and a reload: nobody loses a rule by a click.
import { useState } from 'react';
import type { Standing } from './asking';
import type { Draft } from './rule';

/** What somebody is changing, and the state from which that began. */
export interface Edited {
  draft: Draft;
  from: Standing;
}

type Next = Edited | null | ((now: Edited | null) => Edited | null);

export function useKeptDraft(environment: string, node: string): [Edited | null, (next: Next) => void] {
  const key = `rules ${environment} ${node}`;
  const [edited, setEdited] = useState(() => read(key));
  function keep(next: Next) {
    setEdited((now) => {
      const then = typeof next === 'function' ? next(now) : next;
      write(key, then);
      return then;
    });
  }
  return [edited, keep];
}

function read(key: string): Edited | null {
  const kept = sessionStorage.getItem(key);
  return kept === null ? null : (JSON.parse(kept) as Edited);
}

function write(key: string, edited: Edited | null) {
  try {
    if (edited === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(edited));
  } catch {
    // A browser without room keeps it as long as the tab is open.
  }
}
