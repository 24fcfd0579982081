// What these screens ask for. A difference is named by its two ends: live, previous, draft, a digest, a number, a tag.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, inEnvironment, told, toldWithTag, type Words } from '@/shared/api';

export type Summary = Words['SummaryOut'];
export type Change = Words['ChangeOut'];
export type Publication = Words['ListedOut'];
export type Move = Words['MoveOut'];
export type Kind = Words['catalog_admin__publishing__model__Kind'];
export type Tag = Words['TagOut'];
export type Glance = Words['GlanceOut'];
export type Stored = Words['StoredOut'];
export type PastStep = Words['HistoryStepOut'];
export type Reference = Words['RuleReferenceOut'];

export interface Ends {
  environment: string;
  catalog: string;
  from: string;
  to: string;
}

const PAGE = 100;

export function catalogsQuery(environment: string) {
  return queryOptions({
    queryKey: ['publishing', environment, 'catalogs'],
    queryFn: () =>
      told(
        api.GET('/commerce/catalogs', {
          params: { query: { limit: PAGE } },
          headers: inEnvironment(environment),
        }),
      ),
  });
}

/** What is live of each catalog, and when time alone makes it another. */
export function overviewQuery(environment: string) {
  return queryOptions({
    queryKey: ['publishing', environment, 'overview'],
    queryFn: () =>
      told(
        api.GET('/commerce/overview', {
          params: { query: { limit: PAGE } },
          headers: inEnvironment(environment),
        }),
      ),
  });
}

export function summaryQuery({ environment, catalog, from, to }: Ends) {
  return queryOptions({
    queryKey: ['publishing', environment, catalog, 'summary', from, to],
    queryFn: () =>
      told(
        api.GET('/commerce/catalogs/{key}/difference/summary', {
          params: { path: { key: catalog }, query: { from, to } },
          headers: inEnvironment(environment),
        }),
      ),
  });
}

/** What the draft takes from the rule repository, and what has changed there since it was published. */
export function referencesQuery(environment: string, catalog: string) {
  return queryOptions({
    queryKey: ['publishing', environment, catalog, 'references'],
    queryFn: () =>
      told(
        api.GET('/commerce/catalogs/{key}/rule-references', {
          params: { path: { key: catalog } },
          headers: inEnvironment(environment),
        }),
      ),
  });
}

interface Wanted {
  kind?: Kind;
  shelf?: string;
}

export function changesQuery({ environment, catalog, from, to }: Ends, wanted: Wanted = {}) {
  return infiniteQueryOptions({
    queryKey: ['publishing', environment, catalog, 'changes', from, to, wanted],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after }) =>
      told(
        api.GET('/commerce/catalogs/{key}/difference', {
          params: { path: { key: catalog }, query: { from, to, limit: PAGE, after, ...wanted } },
          headers: inEnvironment(environment),
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function publicationsQuery(environment: string, catalog: string) {
  return infiniteQueryOptions({
    queryKey: ['publishing', environment, catalog, 'publications'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after }) =>
      told(
        api.GET('/commerce/catalogs/{key}/versions', {
          params: { path: { key: catalog }, query: { limit: 50, after } },
          headers: inEnvironment(environment),
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function storageQuery(environment: string, catalog: string) {
  return infiniteQueryOptions({
    queryKey: ['publishing', environment, catalog, 'storage'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after }) =>
      told(
        api.GET('/commerce/catalogs/{key}/storage', {
          params: { path: { key: catalog }, query: { limit: PAGE, after } },
          headers: inEnvironment(environment),
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 60_000,
  });
}

/** Of a rate plan by its key, or of a node by its id. */
export function pastQuery(environment: string, catalog: string, of: { plan: string } | { node: string }) {
  const query = (after: string | undefined) => ({ limit: 50, after });
  return infiniteQueryOptions({
    queryKey: ['publishing', environment, catalog, 'past', of],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after }) =>
      told(
        'plan' in of
          ? api.GET('/commerce/catalogs/{key}/rate-plans/{ratePlan}/history', {
              params: { path: { key: catalog, ratePlan: of.plan }, query: query(after) },
              headers: inEnvironment(environment),
            })
          : api.GET('/commerce/catalogs/{key}/nodes/{node}/history', {
              params: { path: { key: catalog, node: of.node }, query: query(after) },
              headers: inEnvironment(environment),
            }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function movesQuery(environment: string) {
  return infiniteQueryOptions({
    queryKey: ['publishing', environment, 'moves'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after }) =>
      told(
        api.GET('/environments/{environment}/history', {
          params: { path: { environment }, query: { limit: PAGE, after } },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function tagsQuery(environment: string, catalog: string) {
  return queryOptions({
    queryKey: ['publishing', environment, catalog, 'tags'],
    queryFn: () =>
      told(
        api.GET('/commerce/catalogs/{key}/tags', {
          params: { path: { key: catalog }, query: { limit: PAGE } },
          headers: inEnvironment(environment),
        }),
      ),
  });
}

/** With the ETag that moving or deleting it wants. */
export function readTag(environment: string, catalog: string, name: string) {
  return toldWithTag(
    api.GET('/commerce/catalogs/{key}/tags/{name}', {
      params: { path: { key: catalog, name } },
      headers: inEnvironment(environment),
    }),
  );
}

export function readEnvironment(environment: string) {
  return told(api.GET('/environments/{key}', { params: { path: { key: environment } } }));
}

/** The members of a shelf as the draft has them now, each with its source and rule. */
export function membersQuery(environment: string, node: string) {
  return queryOptions({
    queryKey: ['publishing', environment, 'members', node],
    queryFn: () =>
      told(
        api.GET('/commerce/nodes/{id}/product-rate-plans', {
          params: { path: { id: node }, query: { limit: PAGE } },
          headers: inEnvironment(environment),
        }),
      ),
  });
}

export function whyQuery(environment: string, node: string, plan: string) {
  return queryOptions({
    queryKey: ['publishing', environment, 'why', node, plan],
    queryFn: () =>
      told(
        api.GET('/commerce/nodes/{id}/product-rate-plans/{prpId}', {
          params: { path: { id: node, prpId: plan } },
          headers: inEnvironment(environment),
        }),
      ),
  });
}
