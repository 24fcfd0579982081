// Publish, roll back, withdraw: each done once, each bound to what was looked at.
import { api, inEnvironment, Problem, told, type Words } from '@/shared/api';
import { type Attempt, once } from '@/shared/once';
import { readEnvironment } from '../queries';

export interface Place {
  environment: string;
  catalog: string;
}

/** Somebody made something else live between looking and pressing the button. */
export class LiveChanged extends Error {
  constructor(readonly now: string | null) {
    super('something else is live now');
  }
}

/** False while nobody knows whether it was done. */
export function isAnswered(wrong: unknown): boolean {
  return !(wrong instanceof Problem && wrong.isAway);
}

const MOST_ATTEMPTS = 3;

/**
 * The generation is the whole environment's: it also moves when another catalog is published, which is no reason to
 * stop. So a stale one is read again, as long as this catalog is still what was looked at.
 */
async function act<T>(
  what: string,
  place: Place,
  seen: string | null,
  body: object,
  send: (headers: Record<string, string>) => Promise<T>,
): Promise<T> {
  const intent = [what, place.environment, place.catalog, JSON.stringify(body)].join(' ');
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(
        intent,
        (each) => send(headers(place, each)),
        () => generationOf(place, seen),
      );
    } catch (wrong) {
      const isStale = wrong instanceof Problem && wrong.isStale;
      if (!isStale || attempt === MOST_ATTEMPTS) throw wrong;
    }
  }
}

async function generationOf(place: Place, seen: string | null): Promise<string> {
  const { generation } = await readEnvironment(place.environment);
  const now = await liveIn(place);
  if (now !== seen) throw new LiveChanged(now);
  return `"r${generation}"`;
}

/** The digest of what is served of the catalog; null if nothing is. */
export async function liveIn({ environment, catalog }: Place): Promise<string | null> {
  const asked = api.GET('/environments/{environment}/history', {
    params: { path: { environment }, query: { limit: 1 } },
  });
  const [last] = (await told(asked)).items;
  return last?.catalogs[catalog] ?? null;
}

function headers({ environment }: Place, { key, state }: Attempt) {
  return { ...inEnvironment(environment), 'Idempotency-Key': key, 'If-Match': state };
}

const orNull = (words: string | undefined) => words?.trim() || null;

export function publish(place: Place, seen: string | null, note: string): Promise<Words['PublishJob']> {
  const body = { note: orNull(note) };
  const params = { path: { key: place.catalog } };
  return act('publish', place, seen, body, (headers) =>
    told(api.POST('/commerce/catalogs/{key}/publish', { params, body, headers })),
  );
}

export interface Back {
  to: string;
  reason?: string;
}

export function rollBack(place: Place, seen: string | null, back: Back): Promise<Words['ServedOut']> {
  const body = { to: back.to, reason: orNull(back.reason) };
  const params = { path: { key: place.catalog } };
  return act('rollback', place, seen, body, (headers) =>
    told(api.POST('/commerce/catalogs/{key}/rollback', { params, body, headers })),
  );
}

export function withdraw(place: Place, seen: string | null, reason: string): Promise<Words['WithdrawnOut']> {
  const body = { reason: orNull(reason) };
  const params = { path: { key: place.catalog } };
  return act('withdraw', place, seen, body, (headers) =>
    told(api.POST('/commerce/catalogs/{key}/withdraw', { params, body, headers })),
  );
}
