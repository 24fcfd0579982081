// Which column becomes what: suggested by name, chosen by a person, remembered for files with the same header.
import type { Of, Target } from './targets';

/** Target names by column; an empty one leaves the column out. */
export type Mapping = Record<string, string>;

/** Letters and digits alone, without accents: "Gültig ab" and "gultig_ab" are the same word. */
export function plainWord(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

/** The smaller the better; null when the two have nothing to do with each other. */
export function likeness(column: string, target: Target): number | null {
  if (column === target.name) return 0;
  const word = plainWord(column);
  if (word === '') return null;
  const names = [target.name, target.name.split('.').at(-1) ?? '', ...target.also]
    .map(plainWord)
    .filter(Boolean);
  if (word === names[0]) return 1;
  if (names.includes(word)) return 2;
  // A unit or a remark behind the name: "Weight (kg)".
  const bare = plainWord(column.replace(/[[(].*$/, ''));
  if (bare !== word && names.includes(bare)) return 3;
  const nearest = Math.min(...names.filter((name) => name.length > 4).map((name) => distance(word, name)));
  return nearest <= (word.length > 7 ? 2 : 1) ? 3 + nearest : null;
}

/** The best pairs first; no target is given away twice. */
export function suggested(columns: string[], targets: Target[]): Mapping {
  const pairs = columns.flatMap((column, at) =>
    targets.flatMap((target) => {
      const score = likeness(column, target);
      return score === null ? [] : [{ column, at, target: target.name, score }];
    }),
  );
  pairs.sort((one, other) => one.score - other.score || one.at - other.at);
  const mapping: Mapping = Object.fromEntries(columns.map((column) => [column, '']));
  const given = new Set<string>();
  const placed = new Set<string>();
  for (const { column, target } of pairs) {
    if (placed.has(column) || given.has(target)) continue;
    mapping[column] = target;
    placed.add(column);
    given.add(target);
  }
  return mapping;
}

function memoryOf(of: Of, columns: string[]): string {
  return `import-columns:${of}:${[...columns].sort().join('\u001f')}`;
}

/** What was chosen for this header before, as far as the targets are still there. */
export function remembered(of: Of, columns: string[], targets: Target[], memory: Storage): Mapping | null {
  const said = memory.getItem(memoryOf(of, columns));
  if (said === null) return null;
  const known = new Set(['', ...targets.map((target) => target.name)]);
  const mapping = JSON.parse(said) as Mapping;
  return Object.fromEntries(
    columns.map((column) => [column, known.has(mapping[column] ?? '') ? (mapping[column] ?? '') : '']),
  );
}

export function remember(of: Of, columns: string[], mapping: Mapping, memory: Storage) {
  memory.setItem(memoryOf(of, columns), JSON.stringify(mapping));
}

export interface Objection {
  kind: 'missing' | 'twice' | 'unnamed';
  name: string;
}

/** Why the mapping cannot be imported yet. */
export function objections(columns: string[], mapping: Mapping, targets: Target[]): Objection[] {
  const given = columns.map((column) => mapping[column] ?? '').filter(Boolean);
  const missing = targets.filter((target) => target.needed && !given.includes(target.name));
  const twice = [...new Set(given.filter((name, at) => given.indexOf(name) !== at))];
  const doubled = [...new Set(columns.filter((name, at) => columns.indexOf(name) !== at))];
  return [
    ...missing.map(({ name }) => ({ kind: 'missing' as const, name })),
    ...twice.map((name) => ({ kind: 'twice' as const, name })),
    ...doubled.map((name) => ({ kind: 'unnamed' as const, name })),
  ];
}

/** As the service wants it: every column that is not simply called like its target. */
export function mapParameters(columns: string[], mapping: Mapping): string[] {
  return columns
    .filter((column) => column !== '' && mapping[column] !== column)
    .map((column) => `${column}=${mapping[column] ?? ''}`);
}
