// A text of JSON → its value, where JavaScript can hold it: no digit is lost, and no name that stands twice is dropped.
export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

export type Unreadable = 'syntax' | 'rounded' | 'twice';
export type Read = { value: Json } | { wrong: Unreadable };

const WORDS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[{}[\]:]/g;

export function readExactly(text: string): Read {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return { wrong: 'syntax' };
  }
  const lost = lostIn(text);
  return lost === null ? { value } : { wrong: lost };
}

/** What reading drops without a word. */
function lostIn(text: string): Unreadable | null {
  const namesOf: (Set<string> | null)[] = [];
  let before = '';
  for (const [word] of text.matchAll(WORDS)) {
    if (word === '{') namesOf.push(new Set());
    else if (word === '[') namesOf.push(null);
    else if (word === '}' || word === ']') namesOf.pop();
    else if (word === ':') {
      const name = JSON.parse(before) as string;
      if (namesOf.at(-1)?.has(name)) return 'twice';
      namesOf.at(-1)?.add(name);
    } else if (!word.startsWith('"') && isRounded(word)) return 'rounded';
    before = word;
  }
  return null;
}

/** Fifteen digits always come back from a double; JavaScript spells very small and very large ones with an exponent. */
function isRounded(digits: string): boolean {
  const significant = digits
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '');
  return significant.length > 15 || String(Number(digits)).includes('e');
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whatever order the names of an object are in. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (Array.isArray(one))
    return (
      Array.isArray(other) && one.length === other.length && one.every((each, at) => isEqual(each, other[at]))
    );
  if (isObject(one)) {
    const names = Object.keys(one);
    return (
      isObject(other) &&
      names.length === Object.keys(other).length &&
      names.every((name) => Object.hasOwn(other, name) && isEqual(one[name], other[name]))
    );
  }
  return one === other;
}
