// JSON values → the text that the service keeps them as: what an editor changes is then all that a difference shows.
// Two spaces, one line where it fits, nothing invisible, a line break at the end; the service's own spelling decides.
import { isObject, type Json, type JsonObject } from './exact';

const WIDTH = 100;
const INVISIBLE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: ranges of code points, none of them meant to combine
  /[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

/** The names of the object at these steps, in the order in which they are written. */
export type Order = (object: JsonObject, steps: readonly string[]) => string[];

/** As code points go: of what has no schema. */
export const BY_NAME: Order = (object) => Object.keys(object).sort();

export function spelt(value: Json, order: Order = BY_NAME): string {
  return `${broken(arranged(value, order, []), 0)}\n`;
}

/** Objects as lists of names and values: JavaScript would put names that look like numbers first. */
type Arranged = string | number | boolean | null | Arranged[] | Members;
class Members {
  constructor(readonly all: [string, Arranged][]) {}
}

function arranged(value: Json, order: Order, steps: readonly string[]): Arranged {
  if (Array.isArray(value)) return value.map((each, at) => arranged(each, order, [...steps, String(at)]));
  if (!isObject(value)) return value;
  return new Members(
    order(value, steps).map((name) => [name, arranged(value[name]!, order, [...steps, name])]),
  );
}

function isWhole(value: Arranged): value is Arranged[] | Members {
  return Array.isArray(value) ? value.length > 0 : value instanceof Members && value.all.length > 0;
}

const partsOf = (value: Arranged[] | Members): [string, Arranged][] =>
  value instanceof Members
    ? value.all.map(([name, each]) => [`${textOf(name)}: `, each])
    : value.map((each) => ['', each]);

function written(value: Arranged, indent: number, room: number): string {
  if (!isWhole(value)) return scalar(value);
  return line(value, WIDTH - indent - room) ?? broken(value, indent);
}

function broken(value: Arranged, indent: number): string {
  if (!isWhole(value)) return scalar(value);
  const inner = indent + 2;
  const body = partsOf(value).map(
    ([name, each]) => `${' '.repeat(inner)}${name}${written(each, inner, widthOf(name) + 1)}`,
  );
  const [opening, closing] = value instanceof Members ? ['{', '}'] : ['[', ']'];
  return `${opening}\n${body.join(',\n')}\n${' '.repeat(indent)}${closing}`;
}

/** Null as soon as it is longer than that. */
function line(value: Arranged, room: number): string | null {
  if (!isWhole(value)) {
    const said = scalar(value);
    return widthOf(said) <= room ? said : null;
  }
  let left = room - 2;
  const parts: string[] = [];
  for (const [name, each] of partsOf(value)) {
    const said = line(each, left - widthOf(name));
    if (said === null) return null;
    parts.push(name + said);
    left -= widthOf(name) + widthOf(said) + 2;
  }
  const whole = parts.join(', ');
  if (widthOf(whole) > room - 2) return null;
  return value instanceof Members ? `{${whole}}` : `[${whole}]`;
}

const widthOf = (text: string) => [...text].length;

function scalar(value: Arranged): string {
  if (typeof value === 'string') return textOf(value);
  if (value instanceof Members) return '{}';
  return Array.isArray(value) ? '[]' : JSON.stringify(value);
}

function textOf(text: string): string {
  return JSON.stringify(text).replace(INVISIBLE, (found) =>
    [...Array(found.length).keys()]
      .map((at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
