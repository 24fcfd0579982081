// Which column of a CSV says what, guessed from its head; people choose another where the guess is wrong.
import type { Said } from './names';

export interface Sheet {
  head: string[];
  rows: string[][];
}

export interface Columns {
  name: number;
  rank: number | null;
  pin: number | null;
}

const NAMES = ['rateplanid', 'rateplan', 'rateplankey', 'key', 'sku', 'id', 'plan'];

const plain = (title: string) => title.toLowerCase().replace(/[^a-z]/g, '');

export function guessed({ head }: Sheet): Columns {
  const titles = head.map(plain);
  const at = (...wanted: string[]) =>
    wanted.map((each) => titles.indexOf(each)).find((each) => each >= 0) ?? -1;
  const optional = (...wanted: string[]) => {
    const found = at(...wanted);
    return found < 0 ? null : found;
  };
  return {
    name: Math.max(at(...NAMES), 0),
    rank: optional('rank', 'order', 'position'),
    pin: optional('pin', 'pinned'),
  };
}

/** A file without a head has a code where a title should be; then its first line is a row like the others. */
export function hasHead(first: readonly string[]): boolean {
  return first.some((each) => [...NAMES, 'name', 'rank', 'pin', 'order'].includes(plain(each)));
}

const WHOLE = /^\d{1,9}$/;

/** Lines as an editor counts them. A rank that is no number is left out: the service would refuse the row. */
export function saidIn({ rows }: Sheet, columns: Columns, firstLine: number): Said[] {
  const number = (row: string[], at: number | null) => {
    const text = at === null ? '' : (row[at] ?? '').trim();
    return WHOLE.test(text) ? Number(text) : null;
  };
  return rows
    .map((row, at) => ({
      name: (row[columns.name] ?? '').trim().slice(0, 200),
      line: at + firstLine,
      rank: number(row, columns.rank),
      pin: number(row, columns.pin),
    }))
    .filter((each) => each.name !== '');
}
