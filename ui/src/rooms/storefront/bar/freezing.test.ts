import { versionIn } from './freezing';

test('a job that succeeded names its version', () => {
  expect(versionIn({ status: 'succeeded', result: { version: 'ab' }, error: null })).toBe('ab');
});

test('a job that failed is refused in its own words', () => {
  const error = { code: 'publishing.broken', detail: 'it broke' };
  expect(() => versionIn({ status: 'failed', result: null, error })).toThrow('it broke');
  expect(() => versionIn({ status: 'cancelled', result: null, error: null })).toThrow('cancelled');
});
