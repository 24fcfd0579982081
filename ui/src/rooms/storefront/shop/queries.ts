// What the shop asks, all of it of the public API and nothing else.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask, type Seen } from '../asking';
import type { Address, Chosen, SortName } from './address';
import { type Facet, type Kind, type Values, whereOf, without } from './facets';

/** Which content: the same in every question of one page. */
export interface Moment {
  catalog: string;
  version?: string;
  tag?: string;
  asOf?: string;
  locale?: string;
}

export interface Looking {
  seen: Seen;
  at: Moment;
}

export interface Version {
  digest: string;
  number: number | null;
  publishedAt: string;
  isLive: boolean;
}

export interface ShopCard {
  key: string;
  name: string;
  locales: string[];
  currencies: string[];
  version: Version;
}

export interface Crumb {
  name: string;
  path: string;
}

export interface Department extends Crumb {
  plans: number;
  hasChildren: boolean;
}

export interface Charge {
  key: string;
  name: string;
  kind: string | null;
  model: string | null;
  unit: string | null;
  priceRef: string | null;
  attributes: Values;
}

export interface PlanCard {
  key: string;
  sku: string | null;
  name: string;
  tags: string[];
  attributes: Values;
  product: { key: string; name: string };
  charges: Charge[];
}

export interface Plan extends PlanCard {
  status: string;
  effectiveFrom: string | null;
  effectiveTo: string | null;
  shelves: { path: string; name: string; breadcrumbs: Crumb[] }[];
}

export interface Shelf {
  path: string;
  name: string;
  description?: string;
  breadcrumbs: Crumb[];
  sample: Values[];
}

const AT_ANY = '$catalog: String!, $version: String, $tag: String, $asOf: DateTime';
const AT = `${AT_ANY}, $locale: String`;
const SAME = 'version: $version, tag: $tag, asOf: $asOf';
const CHARGES = 'charges { key name(locale: $locale) kind model unit priceRef attributes }';
const CARD = `key sku name(locale: $locale) tags attributes product { key name(locale: $locale) } ${CHARGES}`;

const key = (what: string, { seen, at }: Looking, ...more: unknown[]) =>
  ['storefront', seen.environment, what, seen.anonymous, at, ...more] as const;

export const shopQuery = (looking: Looking) =>
  queryOptions({
    queryKey: key('shop', looking),
    queryFn: async ({ signal }) => {
      const query = `query Shop(${AT}) {
        catalog(key: $catalog, ${SAME}) {
          key name(locale: $locale) locales currencies version { digest number publishedAt isLive }
        }
      }`;
      return (await ask<{ catalog: ShopCard }>(looking.seen, query, looking.at, signal)).catalog;
    },
  });

export const departmentsQuery = (looking: Looking, path: string) =>
  infiniteQueryOptions({
    queryKey: key('departments', looking, path),
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) => {
      const query = `query Departments(${AT}, $path: String!, $after: String) {
        node(catalog: $catalog, ${SAME}, path: $path) {
          children(first: 50, after: $after) {
            edges { node { path name: displayName(locale: $locale) ratePlanCount children(first: 1) { edges { cursor } } } }
            pageInfo { hasNextPage endCursor }
          }
        }
      }`;
      interface Child extends Crumb {
        ratePlanCount: number;
        children: { edges: unknown[] };
      }
      const told = await ask<{ node: { children: Connection<Child> } }>(
        looking.seen,
        query,
        { ...looking.at, path, after: pageParam },
        signal,
      );
      const { edges, pageInfo } = told.node.children;
      const items = edges.map(
        ({ node }): Department => ({
          path: node.path,
          name: node.name,
          plans: node.ratePlanCount,
          hasChildren: node.children.edges.length > 0,
        }),
      );
      return { items, next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
    },
    getNextPageParam: (page) => page.next,
  });

interface Connection<T> {
  edges: { node: T }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export const shelfQuery = (looking: Looking, { path, slug }: Pick<Address, 'path' | 'slug'>) =>
  queryOptions({
    queryKey: key('shelf', looking, path, slug),
    queryFn: async ({ signal }): Promise<Shelf> => {
      const query = `query Shelf(${AT}, $path: String, $slug: String) {
        node(catalog: $catalog, ${SAME}, path: $path, slug: $slug, locale: $locale) {
          path name: displayName(locale: $locale) meta(locale: $locale) breadcrumbs(locale: $locale) { name path }
          sample: ratePlans(scope: SUBTREE, first: 60) { edges { node { attributes } } }
        }
      }`;
      interface Told {
        node: Omit<Shelf, 'sample'> & { meta: Values; sample: Connection<{ attributes: Values }> };
      }
      const named = slug ? { slug } : { path };
      const { node } = await ask<Told>(looking.seen, query, { ...looking.at, ...named }, signal);
      const { description } = node.meta;
      return {
        path: node.path,
        name: node.name,
        breadcrumbs: node.breadcrumbs,
        description: typeof description === 'string' ? description : undefined,
        sample: node.sample.edges.map((each) => each.node.attributes),
      };
    },
  });

export interface Choice {
  path: string;
  q?: string;
  sort: SortName;
  facets: Chosen;
  kinds: ReadonlyMap<string, Kind>;
}

const SORTED: Record<SortName, object> = {
  shelf: { field: 'SHELF' },
  name: { field: 'NAME' },
  'name-desc': { field: 'NAME', direction: 'DESC' },
  newest: { field: 'EFFECTIVE_FROM', direction: 'DESC' },
  relevance: { field: 'RELEVANCE' },
};

function sortOf({ sort, q }: Choice): object {
  return SORTED[sort === 'relevance' && !q ? 'shelf' : sort];
}

export const goodsQuery = (looking: Looking, choice: Choice) =>
  infiniteQueryOptions({
    queryKey: key('goods', looking, choice.path, choice.q, choice.sort, choice.facets),
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) => {
      const query = `query Goods(${AT}, $path: String!, $where: RatePlanWhere, $search: String, $sortBy: RatePlanSort, $after: String) {
        node(catalog: $catalog, ${SAME}, path: $path) {
          ratePlans(scope: SUBTREE, first: 24, after: $after, where: $where, search: $search, sortBy: $sortBy) {
            totalCount edges { node { ${CARD} } } pageInfo { hasNextPage endCursor }
          }
        }
      }`;
      const variables = {
        ...looking.at,
        path: choice.path,
        where: whereOf(choice.facets, choice.kinds),
        search: choice.q,
        sortBy: sortOf(choice),
        after: pageParam,
      };
      type Told = { node: { ratePlans: Connection<PlanCard> & { totalCount: number } } };
      const { ratePlans } = (await ask<Told>(looking.seen, query, variables, signal)).node;
      const { hasNextPage, endCursor } = ratePlans.pageInfo;
      return {
        total: ratePlans.totalCount,
        items: ratePlans.edges.map((each) => each.node),
        next: hasNextPage ? endCursor : null,
      };
    },
    getNextPageParam: (page) => page.next,
  });

/** Counts beside each value. An attribute that was chosen by is counted as if it were not: its values are alternatives. */
export const facetsQuery = (looking: Looking, choice: Choice) =>
  queryOptions({
    queryKey: key('facets', looking, choice.path, choice.q, choice.facets),
    enabled: choice.kinds.size > 0,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const chosen = Object.keys(choice.facets);
      const list = 'scope: SUBTREE, first: 1, search: $search';
      const count = 'attribute values { value count }';
      const query = `query Facets(${[AT_ANY, '$path: String!, $search: String, $where: RatePlanWhere, $open: [String!]!', ...chosen.map((_, n) => `$where${n}: RatePlanWhere, $of${n}: [String!]!`)].join(', ')}) {
        node(catalog: $catalog, ${SAME}, path: $path) {
          open: ratePlans(${list}, where: $where) { facets(attributes: $open) { ${count} } }
          ${chosen.map((_, n) => `of${n}: ratePlans(${list}, where: $where${n}) { facets(attributes: $of${n}) { ${count} } }`).join('\n')}
        }
      }`;
      const names = [...choice.kinds.keys()];
      const variables: Record<string, unknown> = {
        ...looking.at,
        path: choice.path,
        search: choice.q,
        where: whereOf(choice.facets, choice.kinds),
        open: names.filter((name) => !chosen.includes(name)),
      };
      for (const [n, name] of chosen.entries()) {
        variables[`where${n}`] = whereOf(without(choice.facets, name), choice.kinds);
        variables[`of${n}`] = [name];
      }
      const { node } = await ask<{ node: Record<string, { facets: Facet[] }> }>(
        looking.seen,
        query,
        variables,
        signal,
      );
      const counted = Object.values(node).flatMap((each) => each.facets);
      const place = (facet: Facet) => names.indexOf(facet.attribute);
      return counted.sort((one, other) => place(one) - place(other));
    },
  });

export const planQuery = (looking: Looking, plan: string) =>
  queryOptions({
    queryKey: key('plan', looking, plan),
    queryFn: async ({ signal }) => {
      const query = `query Plan(${AT}, $plan: String!) {
        ratePlan(catalog: $catalog, ${SAME}, key: $plan) {
          ${CARD} status effectiveFrom effectiveTo
          shelves { path name: displayName(locale: $locale) breadcrumbs(locale: $locale) { name path } }
        }
      }`;
      return (await ask<{ ratePlan: Plan }>(looking.seen, query, { ...looking.at, plan }, signal)).ratePlan;
    },
  });

/** The other rate plans of the same product. */
export const siblingsQuery = (looking: Looking, product: string) =>
  queryOptions({
    queryKey: key('siblings', looking, product),
    queryFn: async ({ signal }) => {
      const query = `query Siblings(${AT}, $where: RatePlanWhere) {
        catalog(key: $catalog, ${SAME}) { ratePlans(first: 12, where: $where) { edges { node { ${CARD} } } } }
      }`;
      const where = { productKey: { eq: product } };
      type Told = { catalog: { ratePlans: Connection<PlanCard> } };
      const told = await ask<Told>(looking.seen, query, { ...looking.at, where }, signal);
      return told.catalog.ratePlans.edges.map((each) => each.node);
    },
  });
