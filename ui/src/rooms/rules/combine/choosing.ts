// What was chosen for conflicts: a side, or a text of one's own. Values travel as JSON, so none may be rounded on the way.
import type { Choice, Conflict } from '../changing';

export const SIDES = ['ours', 'theirs', 'base'] as const;
export type Side = (typeof SIDES)[number];
export type Chosen = { take: Side } | { text: string };
export type Choices = Readonly<Record<string, Chosen>>;

/** Whether a side was too long to be told whole: what is cut off must not be taken for the text. */
export function isCut({ cut }: Conflict): boolean {
  return Object.keys(cut).length > 0;
}

const NUMBER_OR_STRING = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

export type Read = { value: unknown } | { wrong: 'syntax' | 'rounded' };

/** A file that no kind knows is decided as its whole text; all else is JSON. */
export function readValue(conflict: Conflict, text: string): Read {
  if (conflict.isText) return { value: text };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { wrong: 'syntax' };
  }
  const numbers = [...text.matchAll(NUMBER_OR_STRING)]
    .map(([word]) => word)
    .filter((word) => word[0] !== '"');
  return numbers.every((word) => isExact(word)) ? { value } : { wrong: 'rounded' };
}

function isExact(word: string): boolean {
  const digits = word
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '');
  return digits.length <= 15 && Number.isFinite(Number(word));
}

export function isSettled(conflict: Conflict, choices: Choices): boolean {
  const chosen = choices[conflict.id];
  if (chosen === undefined) return false;
  return 'take' in chosen || 'value' in readValue(conflict, chosen.text);
}

/** The next one to decide after this one, beginning again at the top; undefined once all are decided. */
export function nextOpen(
  conflicts: readonly Conflict[],
  choices: Choices,
  after: string,
): Conflict | undefined {
  const at = conflicts.findIndex((each) => each.id === after);
  const inTurn = [...conflicts.slice(at + 1), ...conflicts.slice(0, at + 1)];
  return inTurn.find((each) => !isSettled(each, choices));
}

/** As the service takes them. */
export function toldChoices(conflicts: readonly Conflict[], choices: Choices): Choice[] {
  return conflicts.flatMap((each): Choice[] => {
    const chosen = choices[each.id];
    if (chosen === undefined) return [];
    if ('take' in chosen) return [{ conflict: each.id, take: chosen.take }];
    const read = readValue(each, chosen.text);
    return [{ conflict: each.id, value: 'value' in read ? read.value : null }];
  });
}
