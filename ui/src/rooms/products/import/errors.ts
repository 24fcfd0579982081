// What was wrong with the rows of an import, as a table.
import { Problem } from '@/shared/api';

export interface RowError {
  line: number;
  key: string | null;
  pointer: string;
  code: string;
  detail: string;
  suggestion: string | null;
  column: string | null;
  value: string | null;
}

export function errorsAddress(job: string, format: 'csv' | 'ndjson'): string {
  return `/commerce/imports/${job}/errors?format=${format}`;
}

export function errorsIn(ndjson: string): RowError[] {
  return ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RowError);
}

export async function rowErrors(job: string, signal: AbortSignal): Promise<RowError[]> {
  const answer = await fetch(errorsAddress(job, 'ndjson'), { headers: { 'X-Console': '1' }, signal });
  if (!answer.ok) {
    const { status, statusText } = answer;
    throw new Problem({ code: `http.${status}`, status, title: statusText, detail: statusText });
  }
  return errorsIn(await answer.text());
}

/** The place as the file calls it; the pointer where the file has no columns. */
export function placeOf(error: RowError): string {
  return error.column ?? error.pointer;
}

export function matching(errors: RowError[], word: string, place: string | undefined): RowError[] {
  const wanted = word.trim().toLowerCase();
  return errors.filter((error) => {
    if (place !== undefined && placeOf(error) !== place) return false;
    if (wanted === '') return true;
    const texts = [String(error.line), error.key, placeOf(error), error.value, error.detail, error.code];
    return texts.some((text) => text?.toLowerCase().includes(wanted));
  });
}

/** How often each place is to blame, the worst first. */
export function byPlace(errors: RowError[]): [place: string, count: number][] {
  const counts = new Map<string, number>();
  for (const error of errors) counts.set(placeOf(error), (counts.get(placeOf(error)) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1]);
}
