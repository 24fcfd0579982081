// Where one is in the tree, and what is marked on the way there.
import { type RefObject, useRef } from 'react';
import type { Scroller } from './TreeLines';
import type { View } from './useView';

export type Marks = ReturnType<typeof useMarks>;

export function useMarks(view: View, scroller: RefObject<Scroller | null>, choose: (id: string) => void) {
  const { lines, placeOf } = view;
  /** What a range begins at. */
  const anchor = useRef<string | null>(null);

  function upTo(id: string) {
    const from = anchor.current ?? view.active ?? id;
    anchor.current = from;
    const [first, last] = [placeOf.get(from) ?? 0, placeOf.get(id) ?? 0].sort((one, other) => one - other);
    view.setMarked(
      new Set(lines.slice(first, last! + 1).flatMap((line) => (line.kind === 'row' ? [line.id] : []))),
    );
  }

  return {
    upTo,
    /** One more, or one less. */
    toggle(id: string) {
      anchor.current = id;
      const next = new Set(view.marked);
      if (!next.delete(id)) next.add(id);
      view.setMarked(next);
    },
    /** It alone, and its panel is shown. */
    choose(id: string) {
      anchor.current = id;
      view.setActive(id);
      view.setMarked(new Set([id]));
      choose(id);
    },
    goToLine(at: number, extend = false) {
      const bounded = Math.max(0, Math.min(lines.length - 1, at));
      const line = lines[bounded];
      if (line === undefined || line.kind !== 'row') return;
      if (extend) upTo(line.id);
      view.setActive(line.id);
      scroller.current?.show(bounded);
    },
  };
}
