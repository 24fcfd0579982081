// A row taken by its handle and let go between pinned ones. Pointers, so that pens and fingers do it too.
import { type PointerEvent, type RefObject, useState } from 'react';

/** `pinned` rows come first; letting go behind them pins at their end. */
export function useRowDrag(
  frame: RefObject<HTMLElement | null>,
  pinned: number,
  drop: (from: number, to: number) => void,
) {
  const [from, setFrom] = useState<number | null>(null);
  const [to, setTo] = useState<number | null>(null);

  /** Before which row the pointer is: the upper half of a row is before it, the lower one behind. */
  function placeAt(y: number): number {
    const rows = [...(frame.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const below = rows.filter((row) => {
      const { top, height } = row.getBoundingClientRect();
      return y < top + Math.min(height, 32) / 2;
    });
    const places = below.map((row) => Number(row.dataset.row));
    return Math.min(places.length > 0 ? Math.min(...places) : Number.POSITIVE_INFINITY, pinned);
  }

  function end() {
    setFrom(null);
    setTo(null);
  }

  return {
    from,
    /** Whether the line that says where it will stand is drawn above this row. */
    dropAt: (at: number) => from !== null && to === at,
    handle: (at: number) => ({
      onPointerDown(event: PointerEvent<HTMLElement>) {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom(at);
        setTo(null);
      },
      onPointerMove(event: PointerEvent<HTMLElement>) {
        if (from === at) setTo(placeAt(event.clientY));
      },
      onPointerUp(event: PointerEvent<HTMLElement>) {
        const place = placeAt(event.clientY);
        const isMoved = from === at && to !== null && !(at < pinned && (place === at || place === at + 1));
        end();
        if (isMoved) drop(at, place);
      },
      onPointerCancel: end,
    }),
  };
}
