// When time alone makes a catalog another one, and whether it is published then without anybody.
import type { Glance } from './queries';

export interface ByItself {
  /** Of the words under `byItself`. */
  words: string;
  boundary: string | null;
  isHeld: boolean;
}

/** Null where there is nothing to say: time changes nothing, or the reader's roles do not reach the whole catalog. */
export function byItselfOf({
  autoPublish,
  automation,
}: Pick<Glance, 'autoPublish' | 'automation'>): ByItself | null {
  if (automation === null) return null;
  const { nextBoundary: boundary, held } = automation;
  if (autoPublish === 'none') return boundary === null ? null : { words: 'byHand', boundary, isHeld: false };
  if (held !== null) return { words: `held.${held}`, boundary, isHeld: true };
  return boundary === null ? null : { words: 'automatic', boundary, isHeld: false };
}
