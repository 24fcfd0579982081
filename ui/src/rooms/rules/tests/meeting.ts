// What a branch demands of cases beside what they tried: as the service weighs it.
import type { Demands, Run, Share } from '../queries';

export type Part = Share['part'];

const PERCENT = { rule: 'rulePercent', row: 'rowPercent', condition: 'conditionPercent' } as const;

export function demandedOf(demands: Demands | undefined, part: Part): number {
  return demands?.[PERCENT[part]] ?? 0;
}

/** Rounded down: what is not all of it never reads 100 %. */
export function percentOf({ tried, total }: Pick<Share, 'tried' | 'total'>): number {
  return total === 0 ? 100 : Math.floor((tried * 100) / total);
}

export function isMet(share: Share, demands: Demands | undefined): boolean {
  return share.tried * 100 >= share.total * demandedOf(demands, share.part);
}

export function demandsAny(demands: Demands | undefined): boolean {
  return (
    demands !== undefined &&
    (demands.casesPass || demands.rulePercent + demands.rowPercent + demands.conditionPercent > 0)
  );
}

/** What a run lacks of it: failed cases, and the sorts of parts of which too few were tried. */
export function lackOf(
  run: Pick<Run, 'failed' | 'shares'>,
  demands: Demands | undefined,
): { failed: number; shares: Share[] } {
  return {
    failed: demands?.casesPass ? run.failed : 0,
    shares: run.shares.filter((share) => !isMet(share, demands)),
  };
}
