// What cases made of a part, as one of five marks: each is a sign and a word, and only then a colour.
import type { Part } from '../queries';

export type Mark = 'tried' | 'neverTrue' | 'neverFalse' | 'neverFired' | 'neverAsked';

export const SIGNS: Record<Mark, string> = {
  tried: '✓',
  neverTrue: '◐',
  neverFalse: '◑',
  neverFired: '✗',
  neverAsked: '○',
};

/** A condition has to hold once and once not; a rule or row has to fire. */
export function markOf({ part, yes, no }: Pick<Part, 'part' | 'yes' | 'no'>): Mark {
  if (yes + no === 0) return 'neverAsked';
  if (part !== 'condition') return yes > 0 ? 'tried' : 'neverFired';
  if (yes === 0) return 'neverTrue';
  return no === 0 ? 'neverFalse' : 'tried';
}

export interface Tally {
  part: Part['part'];
  tried: number;
  total: number;
}

/** Of each sort of part how many were tried; sorts that there are none of are left out. */
export function talliesOf(parts: readonly Part[]): Tally[] {
  return (['rule', 'row', 'condition'] as const)
    .map((part) => {
      const those = parts.filter((each) => each.part === part);
      return { part, tried: those.filter((each) => markOf(each) === 'tried').length, total: those.length };
    })
    .filter(({ total }) => total > 0);
}
