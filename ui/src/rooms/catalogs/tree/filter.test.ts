import { filtered, fold, nextBeginning, pieces, wordsOf } from './filter';
import { grown } from './growing';

const tree = grown(
  { furniture: { chairs: {}, tables: {} }, baby: { 'high-chairs': {} } },
  {
    'furniture.chairs': { name: 'Stühle' },
    'baby.high-chairs': { name: 'Hochstühle für Kinder' },
    'furniture.tables': { name: 'Tische' },
  },
);

test('case, accents and order do not matter, all words have to be there', () => {
  expect([...filtered(tree, wordsOf('STUHLE kinder')).found]).toEqual(['baby.high-chairs']);
  expect([...filtered(tree, wordsOf('chair')).found].sort()).toEqual([
    'baby.high-chairs',
    'furniture.chairs',
  ]);
});

test('what stands above a match is shown as well', () => {
  expect([...filtered(tree, wordsOf('tische')).shown].sort()).toEqual([
    'furniture',
    'furniture.tables',
    'root',
  ]);
});

test('matches are cut out of the text, also where folding makes it longer', () => {
  expect(pieces('Größe & Straße', ['strasse'])).toEqual(['Größe & ', 'Straße']);
  expect(pieces('Chair Bands', wordsOf('ch b'))).toEqual(['', 'Ch', 'air ', 'B', 'ands']);
  expect(pieces('plain', ['x'])).toEqual(['plain']);
});

test('folding keeps what has no accent', () => {
  expect(fold('Œuvre ŁÓDŹ 日本')).toBe('oeuvre lodz 日本');
});

test('typing jumps to the next title that begins so, round the end', () => {
  const titles = ['Apparel', 'Arts', 'Baby', 'Ärzte'];
  const next = (typed: string, from: number) => nextBeginning(titles, (each) => each, typed, from);
  expect(next('a', 0)).toBe(1);
  expect(next('a', 1)).toBe(3);
  expect(next('a', 3)).toBe(0);
  expect(next('ar', 1)).toBe(1);
  expect(next('x', 0)).toBe(-1);
});
