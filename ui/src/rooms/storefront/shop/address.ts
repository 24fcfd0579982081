// All that makes two people see the same page stands in the address; so a link shows what was seen.

export const SORTS = ['shelf', 'name', 'name-desc', 'newest', 'relevance'] as const;
export type SortName = (typeof SORTS)[number];
export type Chosen = Record<string, string[]>;

export interface Address {
  catalog?: string;
  version?: string;
  tag?: string;
  asOf?: string;
  locale?: string;
  currency?: string;
  anonymous: boolean;
  /** The path of a node; the root's is empty. */
  path: string;
  /** Instead of a path. */
  slug?: string;
  /** The key of a rate plan. */
  plan?: string;
  q?: string;
  sort: SortName;
  facets: Chosen;
  phone: boolean;
}

type Search = Record<string, unknown>;

const HOME: Address = { anonymous: false, path: '', sort: 'shelf', facets: {}, phone: false };

export function readAddress(search: Search): Address {
  const asOf = said(search.asOf);
  return {
    catalog: said(search.catalog),
    version: said(search.version),
    tag: said(search.tag),
    asOf: asOf !== undefined && !Number.isNaN(Date.parse(asOf)) ? asOf : undefined,
    locale: said(search.locale),
    currency: said(search.currency),
    anonymous: search.as === 'anonymous',
    path: said(search.path) ?? '',
    slug: said(search.slug),
    plan: said(search.plan),
    q: said(search.q),
    sort: SORTS.find((each) => each === search.sort) ?? (said(search.q) ? 'relevance' : 'shelf'),
    facets: chosenIn(search.facets),
    phone: search.width === 'phone',
  };
}

/** What differs from the front page only: addresses stay short. */
export function writeAddress(address: Address): Search {
  const { anonymous, path, sort, facets, phone, ...plain } = address;
  const usual = plain.q ? 'relevance' : 'shelf';
  return Object.fromEntries(
    Object.entries({
      ...plain,
      as: anonymous ? 'anonymous' : undefined,
      path: path || undefined,
      sort: sort === usual ? undefined : sort,
      facets: Object.keys(facets).length > 0 ? facets : undefined,
      width: phone ? 'phone' : undefined,
    }).filter(([, value]) => value !== undefined),
  );
}

/** Another page of the same shop: who looks, at what and when, stays. */
export function pageOf(address: Address, page: Partial<Address>): Address {
  const { catalog, version, tag, asOf, locale, currency, anonymous, phone } = address;
  return { ...HOME, catalog, version, tag, asOf, locale, currency, anonymous, phone, ...page };
}

export function toggled(facets: Chosen, attribute: string, value: string): Chosen {
  const were = facets[attribute] ?? [];
  const are = were.includes(value) ? were.filter((each) => each !== value) : [...were, value];
  const { [attribute]: _, ...others } = facets;
  return are.length > 0 ? { ...others, [attribute]: are } : others;
}

function said(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) || undefined : undefined;
}

function chosenIn(value: unknown): Chosen {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, values]) => Array.isArray(values))
      .map(([attribute, values]) => [attribute, (values as unknown[]).map(String)]),
  );
}
