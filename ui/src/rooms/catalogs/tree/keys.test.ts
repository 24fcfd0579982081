import { freeKey, KEY, keyFrom } from './keys';

test.each([
  ['Größere Ärmel & Söhne', 'groessere-aermel-soehne'],
  ['Élégance à la française', 'elegance-a-la-francaise'],
  ['Niños y niñas', 'ninos-y-ninas'],
  ["Men's shoes", 'mens-shoes'],
  ['Łódź Øre Æble', 'lodz-ore-aeble'],
  ['  C++ / TV ', 'c-plus-plus-tv'],
  ['日本', ''],
])('%s becomes %s', (name, key) => {
  expect(keyFrom(name)).toBe(key);
});

test('a long name makes a key that is still allowed', () => {
  const key = keyFrom('very long words '.repeat(10));
  expect(key).toMatch(KEY);
  expect(freeKey(key, new Set([key]))).toMatch(KEY);
});

test('a key that is taken is counted on', () => {
  expect(freeKey('tv', new Set(['tv', 'tv-2']))).toBe('tv-3');
});
