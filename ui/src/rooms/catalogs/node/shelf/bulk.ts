// Many assignments in pieces: progress can be shown, and a piece whose answer was lost is asked again without doing it twice.
import { api, inEnvironment, Problem, told, type Words } from '@/shared/api';
import type { Item } from './changes';

export type Result = Words['BulkResultOut'];
export type Policy = 'reject-everything' | 'reject-failed-rows';

export interface Wanted {
  environment: string;
  node: string;
  items: readonly Item[];
  policy: Policy;
  dryRun?: boolean;
  /** Between 0 and 1, after each piece. */
  progress?: (share: number) => void;
}

const A_PIECE = 1_000;
/** All or nothing holds for one request, so such a change is not cut; the service takes this many. */
const LARGEST = 10_000;
const TRIES = 3;

export function piecesOf<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}

export async function bulk({
  environment,
  node,
  items,
  policy,
  dryRun,
  progress,
}: Wanted): Promise<Result[]> {
  const found: Result[] = [];
  for (const piece of piecesOf(items, policy === 'reject-everything' ? LARGEST : A_PIECE)) {
    const body = { items: piece, errorPolicy: policy, dryRun: dryRun ?? false };
    found.push(...(await one(environment, node, body)).items);
    progress?.(found.length / items.length);
  }
  return found;
}

async function one(environment: string, node: string, body: Words['BulkIn']) {
  const key = crypto.randomUUID();
  for (let tried = 1; ; tried += 1) {
    try {
      return await told(
        api.POST('/commerce/nodes/{id}/product-rate-plans/bulk', {
          params: { path: { id: node }, header: { 'Idempotency-Key': key } },
          headers: inEnvironment(environment),
          body,
        }),
      );
    } catch (wrong) {
      if (!(wrong instanceof Problem && wrong.isAway) || tried >= TRIES) throw wrong;
      await new Promise((resolve) => setTimeout(resolve, 500 * tried));
    }
  }
}
