import { expect, test } from 'vitest';
import { catalogOf, publishedDigest, stepOf, workOf } from './words';

test('steps that are known are said in words of ours', () => {
  expect(stepOf('sealing')?.key).toBe('steps.sealing');
  expect(stepOf('reading what was published')?.key).toBe('steps.readingPublished');
  expect(stepOf('writing: membership rows')?.key).toBe('steps.writing');
  expect(stepOf('writing what changed')?.key).toBe('steps.writingChanges');
  expect(stepOf('working out and writing')?.key).toBe('steps.pouring');
  expect(stepOf('gathering statistics')?.key).toBe('steps.statistics');
  expect(stepOf('12,000 products read')).toEqual({ key: 'steps.rowsRead', values: { rows: '12,000' } });
});

test('a step of a newer service is shown as it says it', () => {
  expect(stepOf('polishing')).toBeNull();
});

test('an import is called by what its rows are', () => {
  expect(workOf({ kind: 'products.import', params: { of: 'rate-plans' } })).toBe('imports.rate-plans');
  expect(workOf({ kind: 'products.import', params: { of: 'moons' } })).toBe('kinds.products.import');
  expect(workOf({ kind: 'pricing.import', params: {} })).toBe('kinds.pricing.import');
});

test('a publish says which catalog it was about, and what it made live', () => {
  expect(catalogOf({ catalog: 'saas', note: null })).toBe('saas');
  expect(catalogOf({ uploadId: 1 })).toBeNull();
  expect(publishedDigest({ version: 'f2b3' })).toBe('f2b3');
  expect(publishedDigest(null)).toBeNull();
});
