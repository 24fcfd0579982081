// Where a scrolled list stays when lines come and go: what one was reading must not move under the eyes.

/**
 * How many lines the first ones that were seen have moved, as most of them have. Several are asked because the
 * very first may be what somebody just moved elsewhere.
 */
export function shiftOf(
  seen: readonly { id: string; at: number }[],
  placeNow: (id: string) => number | undefined,
): number {
  const votes = new Map<number, number>();
  for (const { id, at } of seen) {
    const now = placeNow(id);
    if (now !== undefined) votes.set(now - at, (votes.get(now - at) ?? 0) + 1);
  }
  let best = 0;
  for (const [shift, count] of votes) if (count > (votes.get(best) ?? 0)) best = shift;
  return best;
}

/** The scroll position that shows the line, nearest to the present one. */
export function toShow(at: number, rowHeight: number, top: number, height: number): number {
  const start = at * rowHeight;
  if (start < top) return start;
  if (start + rowHeight > top + height) return start + rowHeight - height;
  return top;
}
