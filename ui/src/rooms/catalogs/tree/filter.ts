// Finding nodes by name or key as the service does: all words, in any order, whatever the case and the accents.
import { ancestorsOf, type Forest, type Row } from './forest';

export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l');
}

export function wordsOf(text: string): string[] {
  return fold(text)
    .split(/\s+/)
    .filter((word) => word !== '');
}

// A row never changes: what it is looked for by is made once.
const folded = new WeakMap<Row, string>();

function hayOf(row: Row): string {
  let hay = folded.get(row);
  if (hay === undefined) {
    hay = fold(`${row.key} ${row.name ?? ''}`);
    folded.set(row, hay);
  }
  return hay;
}

export function matches(row: Row, words: readonly string[]): boolean {
  const hay = hayOf(row);
  return words.every((word) => hay.includes(word));
}

export interface Filtered {
  found: ReadonlySet<string>;
  /** What is found and what stands above it. */
  shown: ReadonlySet<string>;
}

export function filtered(forest: Forest, words: readonly string[]): Filtered {
  const found = new Set<string>();
  for (const row of forest.rows.values()) if (matches(row, words)) found.add(row.id);
  return { found, shown: withAncestors(forest, found) };
}

export function withAncestors(forest: Forest, found: Iterable<string>): Set<string> {
  const shown = new Set<string>();
  for (const id of found) {
    for (
      let at: string | null = id;
      at !== null && !shown.has(at);
      at = forest.rows.get(at)?.parentId ?? null
    )
      shown.add(at);
  }
  return shown;
}

/** The text cut where words begin and end; every other piece is a match, the first is not. */
export function pieces(text: string, words: readonly string[]): string[] {
  const { plain, places } = placesOf(text);
  const hit = new Array<boolean>(text.length).fill(false);
  for (const word of words) {
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + word.length))
      hit.fill(true, places[at]!, places[at + word.length - 1]! + 1);
  }
  const cut = [''];
  for (let at = 0; at < text.length; at += 1) {
    if (hit[at] !== (cut.length % 2 === 0)) cut.push('');
    cut.push(cut.pop()! + text[at]);
  }
  return cut;
}

/** The folded text, and for each of its characters where it stood before: folding makes ß two characters. */
function placesOf(text: string) {
  let plain = '';
  const places: number[] = [];
  [...text].reduce((at, character) => {
    const plainly = fold(character);
    plain += plainly;
    for (const _ of plainly) places.push(at);
    return at + character.length;
  }, 0);
  return { plain, places };
}

/** The next line whose title begins so, from behind `from` round to it. */
export function nextBeginning<T>(
  lines: readonly T[],
  title: (line: T) => string,
  typed: string,
  from: number,
): number {
  const wanted = fold(typed);
  // One letter again and again goes on to the next; a word that grows may stay where it is.
  const first = wanted.length === 1 ? 1 : 0;
  for (let step = first; step < lines.length + first; step += 1) {
    const at = (from + step + lines.length) % lines.length;
    if (fold(title(lines[at]!)).startsWith(wanted)) return at;
  }
  return -1;
}

export function isBelowAny(forest: Forest, id: string, tops: ReadonlySet<string>): boolean {
  return tops.has(id) || ancestorsOf(forest, id).some((each) => tops.has(each));
}
