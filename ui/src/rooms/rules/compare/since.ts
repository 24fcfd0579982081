import type { Branch } from '../queries';

export type Since = 'base' | 'all';

/** Of two branches one asks what the second one did: what the first did since stays as it is. Of all else, what differs. */
export function isSinceBase(
  said: string | undefined,
  from: string,
  to: string,
  branches: readonly Pick<Branch, 'name'>[],
): boolean {
  if (said !== undefined) return said === 'base';
  return [from, to].every((revision) => branches.some(({ name }) => name === revision));
}
