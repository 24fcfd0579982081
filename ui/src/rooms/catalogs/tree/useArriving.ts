import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useState } from 'react';
import type { useTree } from './source';
import type { Scroller } from './TreeLines';
import type { useView } from './useView';

/** The chosen node is opened to and seen, also when it came with the address and is not here yet. */
export function useArriving(
  chosen: string | null,
  { asked, hold }: ReturnType<typeof useTree>,
  view: ReturnType<typeof useView>,
  scroller: RefObject<Scroller | null>,
) {
  const isHere = asked.data !== undefined;
  const [wanted, setWanted] = useState<string | null>(null);
  const arrive = useEffectEvent(async (id: string) => {
    if (!hold.forest().rows.has(id)) await hold.fetchWayToNode(id).catch(() => undefined);
    if (!hold.forest().rows.has(id)) return; // The node's own panel says what became of it.
    view.openWayTo(id, hold.forest());
    view.setActive(id);
    view.setMarked((before) => (before.has(id) ? before : new Set([id])));
    setWanted(id);
  });
  useEffect(() => {
    if (isHere && chosen !== null) void arrive(chosen);
  }, [isHere, chosen]);
  useLayoutEffect(() => {
    const at = wanted === null ? undefined : view.placeOf.get(wanted);
    if (at === undefined) return;
    scroller.current?.show(at);
    setWanted(null);
  }, [wanted, view.placeOf, scroller]);
}
