import { expect, it } from 'vitest';
import { namesOf } from './names';

it('what a schema declares can be read, and nothing else', () => {
  const schema = {
    type: 'object',
    $defs: { money: { type: 'number', title: 'Money' } },
    properties: {
      account: { type: 'object', properties: { region: { type: 'string', enum: ['EU', 'NA'] } } },
      total: { $ref: '#/$defs/money' },
      tags: { type: 'array', items: { type: 'string' } },
      lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
      signed: { type: ['string', 'null'], format: 'date' },
      either: { type: ['string', 'number'] },
    },
  };
  const said = (name: string, type: string, more = {}) => ({
    name,
    type,
    many: false,
    title: null,
    allowed: null,
    ...more,
  });
  expect(namesOf(schema)).toEqual([
    said('account.region', 'text', { allowed: ['EU', 'NA'] }),
    said('total', 'decimal', { title: 'Money' }),
    said('tags', 'text', { many: true }),
    said('signed', 'date'),
  ]);
});
