import { grown } from './growing';
import { allOpen, linesOf } from './lines';

const tree = grown({ a: { b: { c: {} }, d: {} }, e: {} });
const ids = (lines: ReturnType<typeof linesOf>) =>
  lines.map((line) => `${line.kind === 'row' ? '' : `${line.kind} `}${line.id}`);

test('only what is open shows what is below', () => {
  expect(ids(linesOf(tree, { open: new Set() }))).toEqual(['root']);
  expect(ids(linesOf(tree, { open: new Set(['root', 'a.b']) }))).toEqual(['root', 'a', 'e']);
  expect(ids(linesOf(tree, { open: allOpen(tree) }))).toEqual(['root', 'a', 'a.b', 'a.b.c', 'a.d', 'e']);
});

test('each line says how deep it is and which of how many', () => {
  const line = linesOf(tree, { open: allOpen(tree) }).find((each) => each.id === 'a.d');
  expect(line).toMatchObject({ level: 3, place: 2, of: 2, open: false });
});

test('an open node whose children are not here yet waits for them', () => {
  const far = grown({ a: {} }, { a: { children: 7 } });
  expect(ids(linesOf(far, { open: new Set(['root', 'a']) }))).toEqual(['root', 'a', 'waiting a']);
});

test('something new is written behind the last child, also where there was none', () => {
  const open = new Set(['root', 'a', 'e']);
  expect(ids(linesOf(tree, { open, writingBelow: 'a' }))).toEqual([
    'root',
    'a',
    'a.b',
    'a.d',
    'writing a',
    'e',
  ]);
  expect(ids(linesOf(tree, { open, writingBelow: 'e' }))).toEqual([
    'root',
    'a',
    'a.b',
    'a.d',
    'e',
    'writing e',
  ]);
});

test('a filter leaves what it names, counted among what is left', () => {
  const lines = linesOf(tree, { open: allOpen(tree), only: new Set(['root', 'a', 'a.d']) });
  expect(ids(lines)).toEqual(['root', 'a', 'a.d']);
  expect(lines.at(-1)).toMatchObject({ place: 1, of: 1 });
});

test('a hundred thousand lines take no time', () => {
  const wide = grown(
    Object.fromEntries(
      Array.from({ length: 1000 }, (_, at) => [
        `n${at}`,
        Object.fromEntries(Array.from({ length: 100 }, (_, each) => [`m${each}`, {}])),
      ]),
    ),
  );
  const began = performance.now();
  expect(linesOf(wide, { open: allOpen(wide) })).toHaveLength(101_001);
  expect(performance.now() - began).toBeLessThan(2_000);
});
