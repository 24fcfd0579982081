import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { examplesOf, type Facts } from './examples';

const schema = buildSchema(readFileSync('../docs/reference/storefront.graphql', 'utf8'));
const facts: Facts = {
  catalog: 'saas',
  catalogs: 1,
  path: 'companies',
  term: 'box',
  sku: 'BOX',
  facets: ['company'],
  digests: ['b'.repeat(64), 'a'.repeat(64)],
  asOf: '2021-07-01T00:00:00Z',
};

test.each(examplesOf(facts))('$key is valid against the schema of the reference', ({ query }) => {
  expect(validate(schema, parse(query))).toEqual([]);
});

test('what there is nothing to show of is no example', () => {
  const keys = examplesOf({ ...facts, sku: null, digests: ['b'] }).map((each) => each.key);
  expect(keys).not.toContain('sku');
  expect(keys).not.toContain('compare');
});
