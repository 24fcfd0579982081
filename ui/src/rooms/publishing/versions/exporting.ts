// The export of a version: NDJSON, as a stream to check or a file to keep.
import { inEnvironment, Problem, type ProblemWords, unreachable } from '@/shared/api';
import type { Place } from '../publish/publishing';

/** Raises Problem. */
export async function exported({ environment, catalog }: Place, version: string): Promise<Response> {
  const address = `/commerce/catalogs/${catalog}/versions/${version}/export`;
  const answer = await fetch(address, { headers: inEnvironment(environment) }).catch(() => {
    throw unreachable();
  });
  if (!answer.ok) throw new Problem((await answer.json()) as ProblemWords);
  return answer;
}

/** A link cannot say which environment it means, so the file is fetched and then handed over. */
export async function download(place: Place, version: string): Promise<void> {
  const file = await (await exported(place, version)).blob();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `${place.catalog}-${version.slice(0, 12)}.ndjson`;
  link.click();
  URL.revokeObjectURL(link.href);
}
