// The service tells steps in English; those that are known are said in the reader's language.
interface Step {
  key: string;
  values: Record<string, string>;
}

const KNOWN: [RegExp, string][] = [
  [/^waiting for other publishes$/, 'waiting'],
  [/^reading the draft$/, 'reading'],
  [/^reading what was published$/, 'readingPublished'],
  [/^comparing$/, 'comparing'],
  [/^working out what changed$/, 'finding'],
  [/^working out and writing(: .*)?$/, 'pouring'],
  [/^hashing$/, 'hashing'],
  [/^counting$/, 'counting'],
  [/^writing what changed$/, 'writingChanges'],
  [/^writing(: .*)?$/, 'writing'],
  [/^writing (?<what>\w+) rows$/, 'writing'],
  [/^gathering statistics$/, 'statistics'],
  [/^sealing$/, 'sealing'],
  [/^serving$/, 'serving'],
  [/^frozen$/, 'frozen'],
  [/^comparing rate plans$/, 'comparingPlans'],
  [/^restor(ing|ed)$/, 'restoring'],
  [/^(?<rows>[\d,]+) .* read$/, 'rowsRead'],
  [/^(?<rows>[\d,]+) rows swept$/, 'rowsSwept'],
  [/^(?<rows>[\d,]+) bodies looked at$/, 'bodiesSeen'],
  [/^swept$/, 'swept'],
];

const SORTS = ['products', 'rate-plans', 'attributes'];

export function stepOf(said: string): Step | null {
  for (const [pattern, key] of KNOWN) {
    const found = pattern.exec(said);
    if (found) return { key: `steps.${key}`, values: { ...found.groups } };
  }
  return null;
}

/** The key of what the work is called: an import by what its rows are. */
export function workOf({ kind, params }: { kind: string; params: Record<string, unknown> }): string {
  const isOfSort = kind === 'products.import' && SORTS.includes(String(params.of));
  return isOfSort ? `imports.${String(params.of)}` : `kinds.${kind}`;
}

/** What the job is about, if it is about one catalog. */
export function catalogOf(params: Record<string, unknown>): string | null {
  return typeof params.catalog === 'string' ? params.catalog : null;
}

/** Of a publish that succeeded: the digest that it made live. */
export function publishedDigest(result: Record<string, unknown> | null): string | null {
  return typeof result?.version === 'string' ? result.version : null;
}
