// JSON as it was typed, or where it stops being that. A number that JavaScript would round is refused, not rounded.
import type { Json } from '../builder/logic';

export type Read = { value: Json } | { wrong: 'syntax' | 'rounded' | 'null'; at: number };

const STRINGS_OR_NUMBERS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\bnull\b/g;

export function readJson(text: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (wrong) {
    return { wrong: 'syntax', at: placeIn(String((wrong as Error).message), text) };
  }
  for (const found of text.matchAll(STRINGS_OR_NUMBERS)) {
    const word = found[0];
    if (word === 'null') return { wrong: 'null', at: found.index + 1 };
    if (!word.startsWith('"') && isRounded(word)) return { wrong: 'rounded', at: found.index + word.length };
  }
  return { value: value as Json };
}

function isRounded(digits: string): boolean {
  const significant = digits
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '');
  return significant.length > 15;
}

/** Browsers say "at position 12", or nothing where the text just ends. */
function placeIn(message: string, text: string): number {
  const said = /position (\d+)/.exec(message);
  return said ? Number(said[1]) + 1 : text.length;
}
