// What a JSON Schema says of one place of a file: the schemas are the service's, read as it reads them.
export type Schema = { readonly [keyword: string]: unknown };
export type Schemas = { readonly [file: string]: Schema };

/** A schema with the file that its references begin in. */
interface Placed {
  schema: Schema;
  file: string;
}

const MOST_REFERENCES = 20;

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function follow(all: Schemas, placed: Placed): Placed {
  let { schema, file } = placed;
  for (let step = 0; typeof schema.$ref === 'string' && step < MOST_REFERENCES; step++) {
    const [name = '', pointer = ''] = schema.$ref.split('#');
    const { $ref: _, ...beside } = schema;
    file = name === '' ? file : name;
    let found: unknown = all[file];
    for (const each of pointer.split('/').slice(1)) found = isSchema(found) ? found[each] : undefined;
    schema = { ...(isSchema(found) ? found : {}), ...beside };
  }
  return { schema, file };
}

/** The schema itself, what holds of this value by `if` and `then`, and every way of `anyOf` and `oneOf`. */
function* waysOf(all: Schemas, placed: Placed, value: unknown): Generator<Placed> {
  const { schema, file } = follow(all, placed);
  yield { schema, file };
  for (const each of listOf(schema.allOf)) {
    if (isSchema(each.if) && !holds(each.if, value)) continue;
    yield* waysOf(all, { schema: isSchema(each.then) ? each.then : each, file }, value);
  }
  for (const each of [...listOf(schema.anyOf), ...listOf(schema.oneOf)])
    yield* waysOf(all, { schema: each, file }, value);
}

function listOf(value: unknown): Schema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

/** Of all that `if` may say, ours say which constant a member has. */
function holds(condition: Schema, value: unknown): boolean {
  const wanted = isSchema(condition.properties) ? condition.properties : {};
  return (
    isSchema(value) &&
    Object.entries(wanted).every(([name, each]) => isSchema(each) && value[name] === each.const)
  );
}

function step(all: Schemas, placed: Placed, name: string, value: unknown): Placed[] {
  const found: Placed[] = [];
  for (const { schema, file } of waysOf(all, placed, value)) {
    const members = isSchema(schema.properties) ? schema.properties[name] : undefined;
    const next = Array.isArray(value) ? schema.items : (members ?? schema.additionalProperties);
    if (isSchema(next)) found.push({ schema: next, file });
  }
  return found;
}

function at(all: Schemas, name: string, value: unknown, steps: readonly string[]): [Placed[], unknown] {
  let here: Placed[] = [{ schema: { $ref: name }, file: name }];
  let inside = value;
  for (const each of steps) {
    here = here.flatMap((placed) => step(all, placed, each, inside));
    inside = (inside as Record<string, unknown> | undefined)?.[each];
  }
  return [here.flatMap((placed) => [...waysOf(all, placed, inside)]), inside];
}

export interface Member {
  name: string;
  says: string;
  type: string;
  isRequired: boolean;
}

/** The members that may stand in the object at these steps. */
export function membersAt(all: Schemas, name: string, value: unknown, steps: readonly string[]): Member[] {
  const found = new Map<string, Member>();
  for (const { schema, file } of at(all, name, value, steps)[0]) {
    const required = Array.isArray(schema.required) ? schema.required : [];
    const members = isSchema(schema.properties) ? schema.properties : {};
    for (const [key, each] of Object.entries(members)) {
      const { schema: told } = follow(all, { schema: isSchema(each) ? each : {}, file });
      const isRequired = required.includes(key) || (found.get(key)?.isRequired ?? false);
      found.set(key, { name: key, says: textOf(told.description), type: typeOf(told), isRequired });
    }
  }
  return [...found.values()];
}

/** The values that the place at these steps may have, as JSON writes them. */
export function valuesAt(all: Schemas, name: string, value: unknown, steps: readonly string[]): string[] {
  const found = at(all, name, value, steps)[0].flatMap(({ schema }) => [
    ...(Array.isArray(schema.enum) ? schema.enum : []),
    ...('const' in schema ? [schema.const] : []),
    ...(schema.type === 'boolean' ? [true, false] : []),
  ]);
  return [...new Set(found.map((each) => JSON.stringify(each)))];
}

/** What the schema says of a place, in its own words. */
export function saidAt(all: Schemas, name: string, value: unknown, steps: readonly string[]): string {
  const [here] = at(all, name, value, steps);
  return here.map(({ schema }) => textOf(schema.description)).find((each) => each !== '') ?? '';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function typeOf(schema: Schema): string {
  if (typeof schema['x-language'] === 'string') return schema['x-language'];
  if (Array.isArray(schema.enum)) return 'enum';
  if (Array.isArray(schema.type)) return schema.type.join(' | ');
  return textOf(schema.type);
}
