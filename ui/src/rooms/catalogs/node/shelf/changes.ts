// What is said of rate plans by hand, and how to say it back: every change knows its own undoing.
import type { Words } from '@/shared/api';
import type { Member } from '../queries';

export type Item = Words['BulkItemIn'];

/** Null: nothing is said by hand; rules decide. */
export type Hand = { effect: 'include' | 'exclude'; pin: number | null; rank: number | null } | null;

export interface Change {
  items: Item[];
  undo: Item[];
}

export function handOf(member: Member): Hand {
  if (member.source !== 'manual') return null;
  const effect = member.out === 'excluded_by_hand' ? 'exclude' : 'include';
  return { effect, pin: member.pin, rank: member.rank };
}

export function itemOf(ratePlanId: string, hand: Hand): Item {
  if (hand === null) return { ratePlanId, action: 'unassign', effect: 'include' };
  return { ratePlanId, action: 'assign', ...hand };
}

function changeTo(members: readonly Member[], hand: (member: Member) => Hand): Change {
  return {
    items: members.map((each) => itemOf(each.ratePlanId, hand(each))),
    undo: members.map((each) => itemOf(each.ratePlanId, handOf(each))),
  };
}

/** Forgets what was said by hand; what only a rule put there has nothing to forget. */
export function forgetting(members: readonly Member[]): Change {
  return changeTo(
    members.filter((each) => handOf(each) !== null),
    () => null,
  );
}

export function excluding(members: readonly Member[]): Change {
  return changeTo(members, () => ({ effect: 'exclude', pin: null, rank: null }));
}

export function including(members: readonly Member[]): Change {
  return changeTo(members, () => ({ effect: 'include', pin: null, rank: null }));
}

export function ranking(member: Member, rank: number | null): Change {
  return changeTo([member], (each) => ({ effect: 'include', pin: each.pin, rank }));
}

export const pinnedOf = (members: readonly Member[]) => members.filter((each) => each.pin !== null);

/**
 * Pins 1, 2, 3 … in this order; whoever was pinned and is not in it any more is unpinned and stays on the shelf.
 * Only what really changes is said, so that people who pin at the same time disturb each other as little as can be.
 */
export function pinning(members: readonly Member[], order: readonly string[]): Change {
  const place = new Map(order.map((key, at) => [key, at + 1]));
  const moved = members.filter((each) => (place.get(each.ratePlanId) ?? null) !== each.pin);
  return changeTo(moved, (each) => ({
    effect: 'include',
    pin: place.get(each.ratePlanId) ?? null,
    rank: each.rank,
  }));
}

/** The pinned keys when these stand at place `to` among them; a place behind the last is the last. */
export function placed(pinned: readonly string[], keys: readonly string[], to: number): string[] {
  const moving = new Set(keys);
  const before = pinned.slice(0, to).filter((each) => !moving.has(each));
  const behind = pinned.slice(to).filter((each) => !moving.has(each));
  return [...before, ...keys, ...behind];
}

/** Where Alt+↑ and Alt+↓ bring a row: the first step of one that is not pinned is behind the pinned ones. */
export function stepped(pinned: readonly string[], key: string, step: 1 | -1): string[] | null {
  const at = pinned.indexOf(key);
  if (at < 0) return step < 0 ? [...pinned, key] : null;
  const to = at + step;
  if (to < 0 || to > pinned.length) return null;
  if (to === pinned.length) return pinned.filter((each) => each !== key);
  const order = pinned.filter((each) => each !== key);
  order.splice(to, 0, key);
  return order;
}
