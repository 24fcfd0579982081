// Conditions while they are written: text that is none yet, rows in which something is to be filled in. They outlive
// the form, so that whoever looks at the text meanwhile loses nothing; and while one is unfinished, nothing is committed.
import { useMemo, useState } from 'react';
import type { Source } from '@/rooms/catalogs/rules/rule';
import { isEqual, type Json } from '../json/exact';

interface Written {
  source: Source;
  /** What the file says in its place: once that is something else, it was written elsewhere. */
  stands: Json | undefined;
}

export interface Held {
  sourceOf: (place: string, stands: Json | undefined) => Source;
  hold: (place: string, source: Source, stands: Json | undefined) => void;
  drop: () => void;
  unfinished: number;
}

export function useHeld(): Held {
  const [all, setAll] = useState<ReadonlyMap<string, Written>>(new Map());
  return useMemo(
    () => ({
      sourceOf(place, stands) {
        const found = all.get(place);
        return found && isEqual(found.stands, stands) ? found.source : sourceIn(stands);
      },
      hold: (place, source, stands) => setAll((before) => new Map(before).set(place, { source, stands })),
      drop: () => setAll(new Map()),
      unfinished: [...all.values()].filter(({ source }) => source.kind === 'unfinished').length,
    }),
    [all],
  );
}

/** A condition may be kept as its short form by hand; the service makes logic of it. */
export function sourceIn(stands: Json | undefined): Source {
  if (typeof stands === 'string') return { kind: 'text', expression: stands };
  return { kind: 'logic', when: (stands ?? true) as never };
}

/** What is written into the file; undefined while there is nothing that could be. */
export function whenOf(source: Source): Json | undefined {
  if (source.kind === 'logic') return source.when as Json;
  return source.kind === 'text' && source.expression.trim() !== '' ? source.expression : undefined;
}
