// When time alone or the rule repository makes a catalog another one, and whether it is published without anybody.
import type { Glance } from './queries';

const BY_TIME = new Set<Glance['autoPublish']>(['on_time_boundary', 'on_time_boundary_or_rule_change']);
const BY_RULES = new Set<Glance['autoPublish']>(['on_rule_change', 'on_time_boundary_or_rule_change']);

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
  const { nextBoundary: boundary, held, rulesMoved } = automation;
  if (autoPublish !== 'none' && held !== null) return { words: `held.${held}`, boundary, isHeld: true };
  if (rulesMoved.length > 0)
    return { words: BY_RULES.has(autoPublish) ? 'rulesFollowed' : 'rulesMoved', boundary, isHeld: false };
  if (boundary === null) return null;
  return { words: BY_TIME.has(autoPublish) ? 'automatic' : 'byHand', boundary, isHeld: false };
}
