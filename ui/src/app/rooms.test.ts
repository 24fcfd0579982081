// Rooms may know rooms below them and no others: what two of them need from each other lies in one that both stand on.

/** From top to bottom, as `docs/architecture.md` draws them; rooms with words alone are looked into like all others. */
const ROOMS = [
  'storefront',
  'overview',
  'rules',
  'ruleEditors',
  'catalogs',
  'nodes',
  'shelfRules',
  'products',
  'publishing',
  'repository',
  'audit',
  'access',
  'admin',
  'jobs',
];

const sources = import.meta.glob<string>('../**/*.{ts,tsx}', {
  eager: true,
  query: '?raw',
  import: 'default',
});
const folders = import.meta.glob('../rooms/*/locales/en.json');
const IMPORTED = /(?:from|import|import\()\s*'([^']+)'/g;
const SPOKEN = /useTranslation\(\s*'([^']+)'/g;

/** `../rooms/rules/file/ages.ts` lies in `rules`, `../shared/api.ts` in `shared`. */
function placeOf(file: string): string {
  return /^\.\.\/rooms\/([^/]+)\//.exec(file)?.[1] ?? /^(?:\.\.\/)?([^./]+)/.exec(file)?.[1] ?? 'app';
}

function reached(file: string, said: string): string {
  if (said.startsWith('@/')) return placeOf(`../${said.slice(2)}`);
  if (!said.startsWith('.')) return 'a package';
  const here = new URL(file, 'file:///src/app/').href;
  return placeOf(new URL(said, here).pathname.replace('/src/', '../'));
}

const arrows = Object.entries(sources).flatMap(([file, text]) => {
  const imported = [...text.matchAll(IMPORTED)].map((match) => reached(file, match[1]!));
  const spoken = [...text.matchAll(SPOKEN)].map((match) => match[1]!);
  return [...imported, ...spoken].map((to) => ({ file, from: placeOf(file), to }));
});

test('every room has its place among the others', () => {
  const there = Object.keys(folders).map(placeOf);
  expect([...ROOMS].sort()).toEqual(there.sort());
});

test('no room knows one above it', () => {
  const upward = arrows.filter(
    ({ from, to }) => ROOMS.includes(from) && ROOMS.includes(to) && ROOMS.indexOf(to) < ROOMS.indexOf(from),
  );
  expect(upward).toEqual([]);
});

test('what all rooms share knows none of them', () => {
  expect(arrows.filter(({ from, to }) => from === 'shared' && [...ROOMS, 'app'].includes(to))).toEqual([]);
});
