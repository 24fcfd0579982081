// Questions that work here: made of what this environment really has, so that each of them answers something.

export interface Facts {
  catalog: string;
  catalogs: number;
  /** A node with plans below it, as deep as we looked. */
  path: string;
  term: string;
  sku: string | null;
  facets: string[];
  /** Of this catalog, newest first. */
  digests: string[];
  asOf: string;
}

export interface Example {
  /** Its name is `graphql.example.<key>`. */
  key: string;
  query: string;
  variables: Record<string, unknown>;
}

export function examplesOf(facts: Facts): Example[] {
  const { catalog, path, term, sku, facets, digests, asOf } = facts;
  const [now, before] = digests;
  return [
    { key: 'catalogs', query: CATALOGS, variables: {} },
    { key: 'tree', query: TREE, variables: { catalog, levels: 2 } },
    { key: 'shelf', query: SHELF, variables: { catalog, path, facets } },
    { key: 'filtered', query: FILTERED, variables: { catalog, where: { name: { contains: term } } } },
    { key: 'search', query: SEARCH, variables: { catalog, term } },
    ...(sku === null ? [] : [{ key: 'sku', query: BY_SKU, variables: { catalog, sku } }]),
    { key: 'asOf', query: AS_OF, variables: { catalog, asOf } },
    ...(now === undefined || before === undefined
      ? []
      : [{ key: 'compare', query: COMPARE, variables: { catalog, now: now, before: before } }]),
  ];
}

const CATALOGS = `# Every catalog this environment serves, and which version of it.
query Catalogs {
  catalogs {
    key
    name
    locales
    currencies
    version { digest number publishedAt isLive }
    root { ratePlanCount }
  }
}
`;

const TREE = `# The tree as one flat list, parents first.
query Tree($catalog: String!, $levels: Int!) {
  catalog(key: $catalog) {
    nodes(levels: $levels) {
      path
      depth
      type
      displayName
      ratePlanCount
    }
  }
}
`;

const SHELF = `# What stands below a node, and how many have which value.
query Shelf($catalog: String!, $path: String!, $facets: [String!]!) {
  node(catalog: $catalog, path: $path) {
    displayName
    breadcrumbs { name path }
    children(first: 10) { edges { node { path displayName ratePlanCount } } }
    ratePlans(scope: SUBTREE, first: 5, sortBy: { field: NAME }) {
      totalCount
      facets(attributes: $facets) { attribute values { value count } }
      edges { node { key sku name charges { kind unit priceRef } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
`;

const FILTERED = `# All conditions must hold; see RatePlanWhere in the documentation beside.
query Filtered($catalog: String!, $where: RatePlanWhere!) {
  catalog(key: $catalog) {
    ratePlans(first: 10, where: $where) {
      totalCount
      edges { node { key name tags attributes } }
    }
  }
}
`;

const SEARCH = `# Words of names, SKUs, tags and searchable attributes; the last may be unfinished.
query Search($catalog: String!, $term: String!) {
  search(catalog: $catalog, term: $term, first: 10) {
    totalCount
    edges { node { key name product { name } } }
  }
}
`;

const BY_SKU = `# One rate plan, and every shelf that shows it.
query BySku($catalog: String!, $sku: String!) {
  ratePlan(catalog: $catalog, sku: $sku) {
    key
    name
    status
    effectiveFrom
    effectiveTo
    charges { key kind model unit priceRef }
    shelves { path displayName }
  }
}
`;

const AS_OF = `# What was served at an instant; dates are judged as of then.
query AsOf($catalog: String!, $asOf: DateTime!) {
  catalog(key: $catalog, asOf: $asOf) {
    version { digest number isLive }
    root {
      ratePlanCount
      children(first: 10) { edges { node { path displayName ratePlanCount } } }
    }
  }
}
`;

const COMPARE = `# Two versions of one catalog side by side.
query Compare($catalog: String!, $before: String!, $now: String!) {
  before: catalog(key: $catalog, version: $before) { ...Counted }
  now: catalog(key: $catalog, version: $now) { ...Counted }
}

fragment Counted on Catalog {
  version { number publishedAt isLive }
  root {
    ratePlanCount
    children(first: 20) { edges { node { path ratePlanCount } } }
  }
}
`;
