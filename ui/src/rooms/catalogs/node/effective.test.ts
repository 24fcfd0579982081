import { describe, expect, it } from 'vitest';
import { effective, localesShown, missingIn } from './effective';
import { fromLocal, hiddenBy, lifeOf, toLocal } from './lifecycle';

const VALUES = {
  '/meta/displayName/en': 'Sensors',
  '/meta/displayName/de': 'Sensoren',
  '/meta/slug/en': 'sensors',
};
const LOCALES = ['en', 'de-AT', 'fr'];

describe('the effective value', () => {
  it('is its own where the language says something', () => {
    expect(effective(VALUES, 'displayName', 'de', LOCALES, 's')).toEqual({
      text: 'Sensoren',
      source: { kind: 'own' },
    });
  });

  it('falls back to the plain language, then to the first of the catalog', () => {
    expect(effective(VALUES, 'displayName', 'de-AT', LOCALES, 's').source).toEqual({
      kind: 'language',
      locale: 'de',
    });
    expect(effective(VALUES, 'displayName', 'fr', LOCALES, 's').source).toEqual({
      kind: 'language',
      locale: 'en',
    });
  });

  it('is the key for a name that nobody said, and nothing for another field', () => {
    expect(effective({}, 'displayName', 'fr', LOCALES, 's')).toEqual({ text: 's', source: { kind: 'key' } });
    expect(effective({}, 'slug', 'fr', LOCALES, 's').source).toEqual({ kind: 'nothing' });
  });

  it('knows what is not translated', () => {
    const fields = ['displayName', 'slug', 'description'];
    expect(missingIn(VALUES, fields, 'fr')).toEqual(['displayName', 'slug']);
    expect(missingIn(VALUES, fields, 'de-AT')).toEqual(['slug']);
    expect(localesShown(VALUES, fields, LOCALES)).toEqual(['en', 'de-AT', 'fr', 'de']);
  });
});

describe('the lifecycle', () => {
  const now = Date.parse('2026-12-01T12:00:00Z');
  const always = { id: 'a', activeFrom: null, activeTo: null };

  it('is judged for an instant, the end not included', () => {
    expect(lifeOf(always, now).state).toBe('seen');
    expect(lifeOf({ ...always, activeTo: '2026-12-01T12:00:00Z' }, now).state).toBe('over');
    expect(lifeOf({ ...always, activeFrom: '2026-12-01T12:00:01Z' }, now).state).toBe('waits');
  });

  it('names the topmost that hides the rest', () => {
    const over = { id: 'b', activeFrom: null, activeTo: '2020-01-01T00:00:00Z' };
    expect(hiddenBy([always, over, { ...over, id: 'c' }], now)?.id).toBe('b');
    expect(hiddenBy([always], now)).toBeUndefined();
  });

  it('turns into local time and back', () => {
    expect(fromLocal(toLocal('2026-12-01T08:30:00Z'))).toBe('2026-12-01T08:30:00Z');
    expect([toLocal(null), fromLocal('')]).toEqual(['', undefined]);
  });
});
