// Every key that the code asks for by name is a word that somebody wrote.
type Tree = { [name: string]: string | Tree };

const catalogues = import.meta.glob<Tree>(
  ['./locales/en.json', '../shared/locales/en.json', '../rooms/*/locales/en.json'],
  {
    eager: true,
    import: 'default',
  },
);
const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.*', '!../api/generated/**'], {
  eager: true,
  query: '?raw',
  import: 'default',
});
const ASKED = /\bt\(\s*'([^']+)'/g;
const ROOM = /useTranslation\(\s*'([^']+)'/g;

function roomOf(file: string): string {
  return /rooms\/([^/]+)\//.exec(file)?.[1] ?? (file.includes('shared/') ? 'shared' : 'app');
}

const wordsOf = new Map(Object.entries(catalogues).map(([file, tree]) => [roomOf(file), tree]));

function has(room: string, key: string): boolean {
  const steps = key.split('.');
  const last = steps.pop()!;
  let tree: Tree | string | undefined = wordsOf.get(room);
  for (const step of steps) tree = typeof tree === 'object' ? tree[step] : undefined;
  return (
    typeof tree === 'object' && Object.keys(tree).some((name) => name === last || name.startsWith(`${last}_`))
  );
}

const files = Object.entries(sources).filter(([, text]) => text.includes('useTranslation('));

test.each(files)('%s asks for words that are there', (_file, text) => {
  const rooms = [...text.matchAll(ROOM)].map((match) => match[1]!).concat('shared');
  const missing = [...text.matchAll(ASKED)]
    .map((match) => match[1]!)
    .filter((asked) => {
      const [room, key] = asked.includes(':') ? (asked.split(':') as [string, string]) : [null, asked];
      return !(room ? [room] : rooms).some((each) => has(each, key));
    });
  expect(missing).toEqual([]);
});
