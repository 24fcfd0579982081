// A word that one language lacks is a hole in somebody's page.
import { LANGUAGES } from './i18n';

type Tree = { [name: string]: string | Tree };

const files = import.meta.glob<Tree>(
  ['./locales/*.json', '../shared/locales/*.json', '../rooms/*/locales/*.json'],
  {
    eager: true,
    import: 'default',
  },
);
const PLURAL = /_(zero|one|two|few|many|other)$/;

function* words(tree: Tree, path = ''): Generator<[string, string]> {
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') yield [path + name, value];
    else yield* words(value, `${path}${name}.`);
  }
}

/** Plural forms differ by language: all forms of one word count as one. */
function keysOf(tree: Tree): string[] {
  return [...new Set([...words(tree)].map(([key]) => key.replace(PLURAL, '')))].sort();
}

function slots(text: string): string[] {
  return [...text.matchAll(/{{\s*(\w+)[^}]*}}/g)].map((match) => match[1]!).sort();
}

const rooms = [...new Set(Object.keys(files).map((file) => file.replace(/\/\w+\.json$/, '')))];

describe.each(rooms)('%s', (room) => {
  const english = files[`${room}/en.json`]!;

  test.each(Object.keys(LANGUAGES))('says everything in %s', (language) => {
    expect(keysOf(files[`${room}/${language}.json`]!)).toEqual(keysOf(english));
  });

  test.each(Object.keys(LANGUAGES))('fills the same slots in %s', (language) => {
    const other = new Map([...words(files[`${room}/${language}.json`]!)]);
    for (const [key, text] of words(english)) {
      const said = other.get(key);
      // `count` may be left out where the form itself says it: "one plan", "a plan".
      const told = (each: string) => slots(each).filter((slot) => slot !== 'count');
      if (said !== undefined) expect([key, told(said)]).toEqual([key, told(text)]);
    }
  });

  test.each(Object.keys(LANGUAGES))('has every plural form %s needs', (language) => {
    const tree = new Map([...words(files[`${room}/${language}.json`]!)]);
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const plurals = [...tree.keys()].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, ''));
    const missing = plurals
      .flatMap((key) => forms.map((form) => `${key}_${form}`))
      .filter((key) => !tree.has(key));
    expect(missing).toEqual([]);
  });
});
