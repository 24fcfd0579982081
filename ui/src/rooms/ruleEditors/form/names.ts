// What conditions may read, as the schema of the context declares it: objects are opened, lists of plain values are
// lists. The service judges; this is what the builder offers.
import type { Readable } from '@/rooms/catalogs/rules/builder/fields';
import { isObject, type Json, type JsonObject } from '../json/exact';

const KINDS: Record<string, Readable['type']> = {
  string: 'text',
  integer: 'integer',
  number: 'decimal',
  boolean: 'boolean',
};
const FORMATS: Record<string, Readable['type']> = { date: 'date', 'date-time': 'datetime' };
const DEEPEST = 8;

export function namesOf(schema: JsonObject): Readable[] {
  const definitions = isObject(schema.$defs) ? schema.$defs : {};
  return [...members(schema, '', definitions, 0)];
}

function* members(schema: JsonObject, name: string, all: JsonObject, depth: number): Generator<Readable> {
  if (depth > DEEPEST || !isObject(schema.properties)) return;
  for (const [member, part] of Object.entries(schema.properties)) {
    const said = followed(part, all);
    const path = name === '' ? member : `${name}.${member}`;
    const type = typeIn(said);
    if (type === 'object') yield* members(said, path, all, depth + 1);
    else if (type === 'array') yield* declared(path, followed(said.items, all), true);
    else yield* declared(path, said, false);
  }
}

function* declared(name: string, said: JsonObject, many: boolean): Generator<Readable> {
  const type = typeIn(said);
  const kind = type === 'string' ? (FORMATS[String(said.format)] ?? 'text') : KINDS[type ?? ''];
  if (kind === undefined) return;
  const listed = 'const' in said ? [said.const] : Array.isArray(said.enum) ? said.enum : null;
  const title = typeof said.title === 'string' ? said.title : null;
  yield { name, type: kind, many, title, allowed: listed };
}

function followed(part: Json | undefined, all: JsonObject): JsonObject {
  let said: JsonObject = isObject(part) ? part : {};
  for (let step = 0; typeof said.$ref === 'string' && step < DEEPEST; step++) {
    const { $ref, ...beside } = said;
    const found = all[String($ref).split('/').at(-1)!];
    said = { ...(isObject(found) ? found : {}), ...beside };
  }
  return said;
}

/** null beside a type says that the value may be missing, which any value may. */
function typeIn({ type }: JsonObject): string | undefined {
  const kinds = (Array.isArray(type) ? type : [type]).filter((each) => each !== 'null');
  return kinds.length === 1 && typeof kinds[0] === 'string' ? kinds[0] : undefined;
}
