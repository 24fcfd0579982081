import { foldersOf, linesOf, moved } from './folders';

const PATHS = ['README.md', 'predicates/eu/high.json', 'predicates/low.json', 'rulesets/quote.json'];
const shown = (open: string[], wanted = '') =>
  linesOf(PATHS, new Set(open), wanted)
    .filter((line) => !line.isFolder || line.count > 0)
    .map((line) => `${'  '.repeat(line.depth)}${line.name}`);

test('folders of the kinds come first, and stay closed until somebody opens them', () => {
  expect(shown([])).toEqual(['predicates', 'rulesets', 'README.md']);
});

test('what stands open shows its folders before its files', () => {
  expect(shown(['predicates', 'predicates/eu'])).toEqual([
    'predicates',
    '  eu',
    '    high.json',
    '  low.json',
    'rulesets',
    'README.md',
  ]);
});

test('a kind of which there is nothing yet has its folder all the same', () => {
  expect(linesOf([], new Set()).map((line) => line.name)).toContain('guardrails');
});

test('a search opens whatever it finds something in, and hides all else', () => {
  expect(shown([], 'HIGH')).toEqual(['predicates', '  eu', '    high.json']);
});

test('counts say how much lies in a folder and below', () => {
  expect(linesOf(PATHS, new Set()).find((line) => line.path === 'predicates')?.count).toBe(2);
});

test('the folders above a file', () => {
  expect(foldersOf('predicates/eu/high.json')).toEqual(['predicates', 'predicates/eu']);
  expect(foldersOf('README.md')).toEqual([]);
});

describe('arrows', () => {
  const lines = linesOf(PATHS, new Set(['predicates']));
  const at = lines.findIndex((line) => line.path === 'predicates/low.json');

  test('left leads from a file to its folder, and then closes it', () => {
    const above = moved(lines, at, 'ArrowLeft').at;
    expect(lines[above]?.path).toBe('predicates');
    expect(moved(lines, above, 'ArrowLeft')).toEqual({ at: above, turn: 'predicates' });
  });

  test('right opens what is closed and enters what is open', () => {
    const closed = lines.findIndex((line) => line.path === 'rulesets');
    expect(moved(lines, closed, 'ArrowRight')).toEqual({ at: closed, turn: 'rulesets' });
    expect(moved(lines, 0, 'ArrowRight').at).toBe(1);
  });

  test('the ends hold', () => {
    expect(moved(lines, 0, 'ArrowUp').at).toBe(0);
    expect(moved(lines, lines.length - 1, 'ArrowDown').at).toBe(lines.length - 1);
  });
});
