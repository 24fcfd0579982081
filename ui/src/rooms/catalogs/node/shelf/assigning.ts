// From what people said to what will be done: known or not, once or twice, new or there already.
import type { Words } from '@/shared/api';
import type { Result } from './bulk';
import type { Item } from './changes';
import type { Said } from './names';

export type Named = Words['NamedPlanOut'];

export type Verdict =
  | { kind: 'ready'; plan: Named }
  | { kind: 'unknown'; suggestion: string | null }
  | { kind: 'ambiguous'; several: string[] }
  | { kind: 'twice'; first: number };

export interface Row extends Said {
  verdict: Verdict;
}

/** Each row with what it means; the second of two rows for one rate plan does nothing. */
export function judged(rows: readonly Said[], named: ReadonlyMap<string, Named>): Row[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const plan = named.get(row.name);
    if (plan === undefined || plan.ratePlanId === null) {
      const several = plan?.several ?? [];
      if (several.length > 0) return { ...row, verdict: { kind: 'ambiguous', several } };
      return { ...row, verdict: { kind: 'unknown', suggestion: plan?.suggestion ?? null } };
    }
    const first = seen.get(plan.ratePlanId);
    if (first !== undefined) return { ...row, verdict: { kind: 'twice', first } };
    seen.set(plan.ratePlanId, row.line);
    return { ...row, verdict: { kind: 'ready', plan } };
  });
}

export function itemsOf(rows: readonly Row[]): Item[] {
  return rows.flatMap(({ verdict, rank, pin }) =>
    verdict.kind === 'ready'
      ? [
          {
            ratePlanId: verdict.plan.ratePlanId!,
            action: 'assign' as const,
            effect: 'include' as const,
            rank: rank ?? null,
            pin: pin ?? null,
          },
        ]
      : [],
  );
}

/**
 * Whoever pastes a name says nothing of its place: what stands here by hand already keeps its pin and its rank.
 * Answers the results as they will be, and the items that do something.
 */
export function leavingPlaces(
  items: readonly Item[],
  results: readonly Result[],
  onShelf: ReadonlySet<string>,
): { items: Item[]; results: Result[] } {
  const keeps = (item: Item | undefined, { status }: Result) =>
    status === 'changed' &&
    item !== undefined &&
    item.pin == null &&
    item.rank == null &&
    onShelf.has(item.ratePlanId);
  const told = results.map(
    (each, at): Result => (keeps(items[at], each) ? { ...each, status: 'unchanged' } : each),
  );
  return { items: items.filter((_, at) => told[at]?.status !== 'unchanged'), results: told };
}

export interface Counts {
  created: number;
  changed: number;
  unchanged: number;
  refused: number;
  unknown: number;
  twice: number;
}

export function countsOf(rows: readonly Row[], results: readonly Result[]): Counts {
  const of = (status: Result['status']) => results.filter((each) => each.status === status).length;
  const are = (...kinds: Verdict['kind'][]) =>
    rows.filter((each) => kinds.includes(each.verdict.kind)).length;
  return {
    created: of('created'),
    changed: of('changed'),
    unchanged: of('unchanged'),
    refused: of('refused'),
    unknown: are('unknown', 'ambiguous'),
    twice: are('twice'),
  };
}

/** Names replaced by what was suggested for them. */
export function corrected(rows: readonly Said[], by: ReadonlyMap<string, string>): Said[] {
  return rows.map((row) => ({ ...row, name: by.get(row.name) ?? row.name }));
}

/** One line for each row that does nothing, for people to mend in their sheet; quoted, and no formula for it. */
export function errorsAsCsv(
  rows: readonly { line: number; name: string; why: string; suggestion: string }[],
): string {
  const cells = rows.map(({ line, name, why, suggestion }) => [String(line), name, why, suggestion]);
  return [['line', 'name', 'error', 'suggestion'], ...cells]
    .map((row) => row.map(cell).join(','))
    .join('\r\n');
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
