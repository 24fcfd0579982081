import { type RefObject, useEffectEvent, useLayoutEffect, useRef } from 'react';
import { keep } from './kept';
import type { Scroller } from './TreeLines';
import type { useView } from './useView';

/** What is open and where one is, for the next time; also when the page is closed in the middle. */
export function useKeeping(
  { environment, catalog }: { environment: string; catalog: string },
  view: ReturnType<typeof useView>,
  scroller: RefObject<Scroller | null>,
) {
  const isBack = useRef(false);
  const store = useEffectEvent(() => {
    if (scroller.current === null || view.lines.length === 0 || view.isFiltering) return;
    const { at, beyond } = scroller.current.top();
    const line = view.lines[at];
    keep(environment, catalog, {
      open: [...view.opened],
      active: view.active,
      top: line ? { id: line.id, beyond } : null,
    });
  });
  useLayoutEffect(() => {
    const top = view.last?.top;
    if (isBack.current || view.lines.length === 0 || scroller.current === null) return;
    isBack.current = true;
    const at = top ? view.placeOf.get(top.id) : undefined;
    if (at !== undefined) scroller.current.scrollTo(at, top!.beyond);
  }, [view.lines, view.placeOf, view.last, scroller]);
  // A layout effect: when others end, the list whose place is to be kept is gone already.
  useLayoutEffect(() => {
    const timer = setInterval(store, 2_000);
    const leaving = () => store();
    addEventListener('pagehide', leaving);
    return () => {
      clearInterval(timer);
      removeEventListener('pagehide', leaving);
      store();
    };
  }, []);
}
