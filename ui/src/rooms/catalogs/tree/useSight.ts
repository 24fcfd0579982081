// What is in sight by itself: levels that are opened before they are read, and the active row when a filter ends.
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useToasts } from '@/shared/toasts';
import type { Hold } from './source';
import type { Scroller } from './TreeLines';
import type { View } from './useView';

/** Without a filter again, what one found is still in sight. */
export function useStaying(view: View, scroller: RefObject<Scroller | null>) {
  const wasFiltering = useRef(false);
  const { isFiltering, active, placeOf } = view;
  useLayoutEffect(() => {
    if (wasFiltering.current === isFiltering) return;
    wasFiltering.current = isFiltering;
    const at = active === null ? undefined : placeOf.get(active);
    if (isFiltering) scroller.current?.scrollTo(0, 0);
    else if (at !== undefined) scroller.current?.show(at);
  }, [isFiltering, active, placeOf, scroller]);
}

/** Levels that are open but not here yet. */
export function useFetching({ lines }: View, hold: Hold) {
  const toasts = useToasts();
  const fetching = useRef(new Set<string>());
  useEffect(() => {
    for (const line of lines) {
      if (line.kind !== 'waiting' || fetching.current.has(line.id)) continue;
      fetching.current.add(line.id);
      hold
        .fetchLevel(line.id)
        .catch((wrong) => toasts.refused(wrong))
        .finally(() => fetching.current.delete(line.id));
    }
  }, [lines, hold, toasts]);
}
