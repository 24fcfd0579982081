import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Schemas } from '@/rooms/repository/code/schemas';
import { openText } from './guard';
import { type Json, type JsonObject, readExactly } from './json/exact';
import { spelt } from './json/spelling';
import { dice, one, some } from './testing/dice';

const ROOT = resolve(import.meta.dirname, '../../../..');
const DEMO = join(ROOT, 'bundles/examples/demo-rules');
const SCHEMAS = join(ROOT, 'catalog_admin/artefacts/kinds/schemas');
const schemas: Schemas = Object.fromEntries(
  readdirSync(SCHEMAS).map((name) => [name, JSON.parse(readFileSync(join(SCHEMAS, name), 'utf8'))]),
);
const demo = readdirSync(DEMO, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.json'),
);

function opened(path: string, text: string) {
  const found = openText(path, text, schemas);
  if ('reason' in found) throw new Error(JSON.stringify(found));
  return found;
}

describe('every file of the demo that has an editor', () => {
  const paths = demo.filter((path) => /^(tables|rulesets|predicates)\//.test(path));

  it.each(paths)('%s is written back letter by letter', (path) => {
    const text = readFileSync(join(DEMO, path), 'utf8');
    const { value, write } = opened(path, text);
    expect(write(value)).toBe(text);
  });
});

describe('whatever can be in such a file is written back, or the file is not opened', () => {
  it.each(['tables/a.jdm.json', 'rulesets/a.json', 'rulesets/a/b.json', 'predicates/a.json'])(
    '%s',
    (path) => {
      const random = dice(path.length);
      let opens = 0;
      for (let turn = 0; turn < 100; turn++) {
        const value = anyFile(random, path);
        const text = spelt(value);
        const found = openText(path, text, schemas);
        if ('reason' in found) continue;
        opens += 1;
        const back = readExactly(found.write(found.value));
        expect(back).toEqual({ value });
      }
      expect(opens).toBeGreaterThan(10);
    },
  );
});

describe('a file stays text', () => {
  const table = (content: Json) => ({ nodes: [{ id: 't', type: 'decisionTableNode', content }] });
  it.each<[string, string, Json]>([
    ['noObject', 'tables/a.jdm.json', []],
    ['noTable', 'tables/a.jdm.json', { nodes: [{ id: 'in', type: 'inputNode' }] }],
    ['shape', 'tables/a.jdm.json', table({ inputs: [{ id: 'a' }, { id: 'a' }] })],
    ['shape', 'tables/a.jdm.json', table({ inputs: [{ id: 'a' }], rules: [{ _id: 'r', a: 3 }] })],
    ['shape', 'tables/a.jdm.json', table({ rules: [{ _id: 'r' }, { _id: 'r' }] })],
    ['shape', 'tables/a.jdm.json', table({ default: [] })],
    ['shape', 'rulesets/a.json', { rules: [{ id: 'a' }, { id: 'a' }] }],
    ['shape', 'rulesets/a.json', { rules: {} }],
    ['shape', 'rulesets/a.json', { id: 'a', owners: 'team:x' }],
    // biome-ignore lint/suspicious/noThenProperty: it is what the language calls what is done
    ['shape', 'rulesets/a/b.json', { id: 'b', when: true, then: [{ action: 3 }] }],
    ['shape', 'predicates/a.json', { id: 'a', when: null }],
  ])('for the reason %s: %s %j', (reason, path, value) => {
    expect(openText(path, JSON.stringify(value), schemas)).toMatchObject({ reason });
  });

  it('and the place that it has no field for is named', () => {
    const found = openText('tables/a.jdm.json', JSON.stringify(table({ rules: [{}, 7] })), schemas);
    expect(found).toEqual({ reason: 'shape', what: '/nodes/0/content/rules/1' });
  });
});

type Random = () => number;

const WORDS = ['', 'a', '"Gold"', '>= 12', 'x_more', '10', '9', 'é😀\u200b', '_id', 'when'];
const plain = (random: Random): Json => one(random, [...WORDS, 0, -2.5, 1e6, true, false, null]);

function anyJson(random: Random, depth: number): Json {
  if (depth === 0 || random() < 0.4) return plain(random);
  if (random() < 0.4) return some(random, 4, () => anyJson(random, depth - 1));
  return anyObject(random, depth);
}

function anyObject(random: Random, depth: number): JsonObject {
  return Object.fromEntries(some(random, 4, () => [one(random, WORDS), anyJson(random, depth - 1)]));
}

const maybe = (random: Random, name: string, value: Json) => (random() < 0.6 ? { [name]: value } : {});

function anyFile(random: Random, path: string): JsonObject {
  const more = maybe(random, 'x_more', anyJson(random, 3));
  if (path.startsWith('tables/')) return { nodes: some(random, 3, () => anyNode(random)), ...more };
  if (path.startsWith('predicates/'))
    return { ...anyHead(random), when: anyJson(random, 3) ?? true, ...more };
  if (path !== 'rulesets/a.json') return { ...anyRule(random), ...more };
  return { ...anyHead(random), rules: some(random, 4, () => anyRule(random)), ...more };
}

function anyHead(random: Random): JsonObject {
  return {
    ...maybe(random, 'id', `id${random()}`),
    ...maybe(random, 'name', one(random, WORDS)),
    ...maybe(random, 'owners', [one(random, WORDS)]),
    ...maybe(random, 'effectiveTo', one(random, [null, '2026-01-31'])),
  };
}

function anyRule(random: Random): JsonObject {
  return {
    ...anyHead(random),
    id: `rule${random()}`,
    ...maybe(random, 'priority', Math.floor(random() * 100)),
    ...maybe(random, 'stopOnFire', random() < 0.5),
    when: anyJson(random, 3) ?? true,
    // biome-ignore lint/suspicious/noThenProperty: it is what the language calls what is done
    then: some(random, 3, () => ({
      action: one(random, ['SET', 'BLOCK', 'ELSE']),
      payload: anyObject(random, 2),
    })),
  };
}

function anyNode(random: Random): JsonObject {
  if (random() < 0.2) return { id: 'other', type: 'expressionNode', content: anyJson(random, 3) };
  const columns = some(random, 5, () => `c${Math.floor(random() * 1e6)}`);
  const column = (id: string): JsonObject => ({
    id,
    ...maybe(random, 'field', one(random, WORDS)),
    ...maybe(random, 'x_', 1),
  });
  const row = (): JsonObject => ({
    ...maybe(random, '_id', `r${random()}`),
    ...maybe(random, '_description', one(random, WORDS)),
    ...Object.fromEntries(columns.map((id) => [id, random() < 0.01 ? plain(random) : one(random, WORDS)])),
    ...maybe(random, 'x_note', anyJson(random, 2)),
  });
  return {
    id: `node${random()}`,
    type: 'decisionTableNode',
    content: {
      ...maybe(random, 'hitPolicy', one(random, ['first', 'unique', 'mine'])),
      inputs: columns.slice(1).map(column),
      outputs: columns.slice(0, 1).map(column),
      rules: some(random, 6, row),
      ...maybe(random, 'default', { [columns[0]!]: one(random, WORDS) }),
      ...maybe(random, 'x_more', anyJson(random, 2)),
    },
  };
}
