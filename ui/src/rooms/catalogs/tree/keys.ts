// A key out of a name: what the service takes (A-Z, a-z, 0-9, _ and -), readable, free among the siblings.
const LONGEST = 63;

// What taking accents away does not reach, or reaches wrongly: German writes ä as ae.
const LETTERS: Record<string, string> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  å: 'a',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  '&': ' ',
  '+': ' plus ',
};

export const KEY = /^[A-Za-z0-9_-]{1,63}$/;

/** Empty where nothing of the name can stand in a key (as of 日本): somebody has to write one. */
export function keyFrom(name: string): string {
  const plain = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüßæœøåłđðþ&+]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-');
  return trimmed(plain.slice(0, LONGEST));
}

/** The key, or the first of key-2, key-3 … that nobody has. */
export function freeKey(key: string, taken: ReadonlySet<string>): string {
  if (key === '' || !taken.has(key)) return key;
  for (let number = 2; ; number += 1) {
    const end = `-${number}`;
    const next = trimmed(key.slice(0, LONGEST - end.length)) + end;
    if (!taken.has(next)) return next;
  }
}

function trimmed(key: string): string {
  return key.replace(/^-+|-+$/g, '');
}
