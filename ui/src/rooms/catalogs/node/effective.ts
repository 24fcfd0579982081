// What a shopper reads of a field in one language, and where it comes from: as kit/texts.py of the service chooses.
import { metaKey, partsOf, type Values } from './form';

export type Source =
  | { kind: 'own' }
  | { kind: 'language'; locale: string }
  | { kind: 'key' }
  | { kind: 'nothing' };

export interface Effective {
  text: string | null;
  source: Source;
}

/** The language itself, else `de` of `de-AT`, else the catalog's first, else the first by name. */
export function effective(
  values: Values,
  field: string,
  locale: string,
  locales: readonly string[],
  nodeKey: string,
): Effective {
  const own = values[metaKey(field, locale)];
  if (typeof own === 'string') return { text: own, source: { kind: 'own' } };
  const spoken = languagesOf(values, field);
  const [language] = locale.split('-') as [string];
  const other = [language, locales[0], [...spoken].sort()[0]].find(
    (each) => each !== undefined && spoken.has(each),
  );
  if (other !== undefined)
    return { text: String(values[metaKey(field, other)]), source: { kind: 'language', locale: other } };
  if (field === 'displayName' && nodeKey !== '') return { text: nodeKey, source: { kind: 'key' } };
  return { text: null, source: { kind: 'nothing' } };
}

export function languagesOf(values: Values, field: string): Set<string> {
  const start = `${metaKey(field)}/`;
  const keys = Object.keys(values).filter((key) => key.startsWith(start));
  return new Set(keys.map((key) => partsOf(key)[2]!));
}

/** The catalog's languages in its order, then those that only this node speaks. */
export function localesShown(
  values: Values,
  fields: readonly string[],
  locales: readonly string[],
): string[] {
  const spoken = fields.flatMap((field) => [...languagesOf(values, field)]);
  return [...new Set([...(locales.length > 0 ? locales : ['en']), ...spoken.sort()])];
}

/** Fields that say something in another language and nothing in this one, nor in its plain form. */
export function missingIn(values: Values, fields: readonly string[], locale: string): string[] {
  const [language] = locale.split('-') as [string];
  return fields.filter((field) => {
    const spoken = languagesOf(values, field);
    return spoken.size > 0 && !spoken.has(locale) && !spoken.has(language);
  });
}
