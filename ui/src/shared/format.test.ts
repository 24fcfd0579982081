import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { moment } from './format';

const NOW = Date.parse('2026-11-29T12:00:00Z');

beforeAll(() => i18next.init({ lng: 'en' }));

test('what is near enough for the hour to matter has its time', () => {
  expect(moment('2026-11-29T12:30:00Z', NOW)).toContain(':30');
  expect(moment('2026-11-28T11:59:00Z', NOW)).toContain(':59');
  expect(moment('2026-12-05T12:30:00Z', NOW)).not.toContain(':');
});
