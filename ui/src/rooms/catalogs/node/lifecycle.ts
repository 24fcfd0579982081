// When a node is seen: its own dates and those of every node above it, judged for one instant.
export interface Interval {
  id: string;
  activeFrom: string | null;
  activeTo: string | null;
}

export type Life =
  | { state: 'seen'; until: string | null }
  | { state: 'waits'; from: string }
  | { state: 'over'; since: string };

/** `activeTo` is not included. */
export function lifeOf({ activeFrom, activeTo }: Omit<Interval, 'id'>, now: number): Life {
  if (activeTo !== null && Date.parse(activeTo) <= now) return { state: 'over', since: activeTo };
  if (activeFrom !== null && Date.parse(activeFrom) > now) return { state: 'waits', from: activeFrom };
  return { state: 'seen', until: activeTo };
}

/** The topmost node that hides everything below it now; undefined when nothing does. */
export function hiddenBy<T extends Interval>(fromTheRoot: readonly T[], now: number): T | undefined {
  return fromTheRoot.find((each) => lifeOf(each, now).state !== 'seen');
}

/** As <input type="datetime-local"> wants it, in the zone of whoever sits here. */
export function toLocal(instant: string | null | undefined): string {
  if (!instant) return '';
  const at = new Date(instant);
  const here = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return here.toISOString().slice(0, 16);
}

/** Undefined for nothing, and for what is no date yet because somebody is still typing. */
export function fromLocal(local: string): string | undefined {
  const at = new Date(local);
  return local === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString().replace('.000Z', 'Z');
}
