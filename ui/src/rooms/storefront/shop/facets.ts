// A shop does not know beforehand which attributes its goods have: it looks at some of them, and at the counts.
import type { Chosen } from './address';

export type Values = Record<string, unknown>;

export interface Facet {
  attribute: string;
  values: { value: string; count: number }[];
}

/** At most so many are counted in one question (docs/guides/storefront.md). */
const MOST = 20;
const NOT_TO_CHOOSE_BY = /^(summary|description)$|[Dd]ate$|On$|At$/;

export type Kind = 'list' | 'boolean' | 'plain';

/** Which attributes may tell goods apart, most common first, and how their values are asked for. */
export function kindsIn(goods: readonly Values[]): Map<string, Kind> {
  const times = new Map<string, number>();
  const kinds = new Map<string, Kind>();
  for (const values of goods)
    for (const [name, value] of Object.entries(values)) {
      if (value === null || NOT_TO_CHOOSE_BY.test(name)) continue;
      times.set(name, (times.get(name) ?? 0) + 1);
      if (!kinds.has(name)) kinds.set(name, kindOf(value));
    }
  const names = [...kinds.keys()].sort((one, other) => times.get(other)! - times.get(one)!);
  return new Map(names.slice(0, MOST).map((name) => [name, kinds.get(name)!]));
}

function kindOf(value: unknown): Kind {
  if (Array.isArray(value)) return 'list';
  return typeof value === 'boolean' ? 'boolean' : 'plain';
}

/** A facet helps who may choose by it: several values, and not another one for each of the goods. */
export function worthShowing(facets: readonly Facet[], total: number, chosen: Chosen): Facet[] {
  return facets.filter(({ attribute, values }) => {
    if (chosen[attribute]) return true;
    const most = Math.max(0, ...values.map((each) => each.count));
    return values.length > 1 && (most > 1 || total < 8) && !(values.length > 40 && most < 4);
  });
}

/** Values of one attribute are alternatives; all attributes must hold. */
export function whereOf(chosen: Chosen, kinds: ReadonlyMap<string, Kind>): object | null {
  const all = Object.entries(chosen).map(([key, values]) => oneOf(key, values, kinds.get(key) ?? 'plain'));
  return all.length > 0 ? { AND: all } : null;
}

function oneOf(key: string, values: string[], kind: Kind): object {
  if (kind === 'list') return { OR: values.map((value) => ({ attributes: [{ key, contains: value }] })) };
  const typed = kind === 'boolean' ? values.map((value) => value === 'true') : values;
  return { attributes: [{ key, in: typed }] };
}

export function without(chosen: Chosen, attribute: string): Chosen {
  const { [attribute]: _, ...others } = chosen;
  return others;
}

/** `includedDocuments` as people write it: "Included documents"; what stands before a dot is the group. */
export function plainName(name: string): string {
  return name
    .split('.')
    .map((part) => {
      const words = part
        .replace(/[_-]+/g, ' ')
        .replace(/([a-z\d])([A-Z])/g, '$1 $2')
        .replace(/\b([A-Z])(?=[a-z])/g, (letter) => letter.toLowerCase());
      return words.charAt(0).toUpperCase() + words.slice(1);
    })
    .join(' · ');
}
