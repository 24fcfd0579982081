// What the panel asks the service for. Everything of the room is forgotten at once: ['nodes', environment, …].
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, inEnvironment, Problem, told, toldWithTag, type Words } from '@/shared/api';
import type { Node } from './form';

export type Member = Words['MemberOut'];
export type Standing = Words['StandingOut'];
export type Entry = Words['EntryOut'];
export const PAGE = 100;

export const keyOf = (environment: string, id: string, ...more: unknown[]) => [
  'nodes',
  environment,
  id,
  ...more,
];

export const nodeQuery = (environment: string, id: string) =>
  queryOptions({
    queryKey: keyOf(environment, id),
    queryFn: () => readNode(environment, id),
  });

export function readNode(environment: string, id: string) {
  return toldWithTag(
    api.GET('/commerce/nodes/{id}', { params: { path: { id } }, headers: inEnvironment(environment) }),
  );
}

/** From the root down to the parent; a role that begins lower sees only from there. */
export const ancestorsQuery = (environment: string, parentId: string | null) =>
  queryOptions({
    queryKey: ['nodes', environment, 'above', parentId],
    queryFn: async () => {
      const above: Node[] = [];
      for (let id = parentId; id !== null; id = above[0]!.parentId) {
        const node = await readable(environment, id);
        if (node === null) break;
        above.unshift(node);
      }
      return above;
    },
  });

async function readable(environment: string, id: string): Promise<Node | null> {
  try {
    return (await readNode(environment, id)).body;
  } catch (wrong) {
    if (wrong instanceof Problem && (wrong.isForbidden || wrong.status === 404)) return null;
    throw wrong;
  }
}

const A_LEVEL = 1_000;

/** How the node differs from what is served, in the bits of the tree; null where nothing is told of that. */
export const markQuery = (environment: string, catalog: string, { id, parentId }: Node) =>
  queryOptions({
    queryKey: keyOf(environment, id, 'mark', parentId),
    enabled: parentId !== null,
    queryFn: async () => {
      for (let after: string | undefined; ; ) {
        const query = { parent: parentId!, limit: A_LEVEL, ...(after ? { after } : {}) };
        const params = { path: { key: catalog }, query };
        const { nodes, next } = await told(
          api.GET('/commerce/catalogs/{key}/tree', { params, headers: inEnvironment(environment) }),
        );
        const at = nodes.id.indexOf(id);
        if (at >= 0) return nodes.mark?.[at] ?? null;
        if (!next) return null;
        after = next;
      }
    },
  });

export interface Shown {
  search: string;
  /** Those named by hand that are not on the shelf, instead. */
  out: boolean;
}

export const membersQuery = (environment: string, id: string, { search, out }: Shown) =>
  infiniteQueryOptions({
    queryKey: keyOf(environment, id, 'members', { search, out }),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => {
      const query = {
        limit: PAGE,
        ...(search ? { search } : {}),
        ...(out ? { out } : {}),
        ...(pageParam ? { after: pageParam } : {}),
      };
      return told(
        api.GET('/commerce/nodes/{id}/product-rate-plans', {
          params: { path: { id }, query },
          headers: inEnvironment(environment),
        }),
      );
    },
    getNextPageParam: (page) => page.next,
  });

export const standingQuery = (environment: string, id: string, plan: string) =>
  queryOptions({
    queryKey: keyOf(environment, id, 'standing', plan),
    queryFn: () =>
      told(
        api.GET('/commerce/nodes/{id}/product-rate-plans/{prpId}', {
          params: { path: { id, prpId: plan } },
          headers: inEnvironment(environment),
        }),
      ),
  });

export const attributesQuery = (environment: string) =>
  queryOptions({
    // As the room of products keeps it, which forgets it when the registry changes.
    queryKey: ['products', environment, 'attributes'],
    queryFn: async () => {
      const found: Words['AttributeOut'][] = [];
      let after: string | null | undefined;
      do {
        const query = { limit: 100, ...(after ? { after } : {}) };
        const page = await told(
          api.GET('/commerce/attributes', { params: { query }, headers: inEnvironment(environment) }),
        );
        found.push(...page.items);
        after = page.next;
      } while (after);
      return found;
    },
    staleTime: 60_000,
  });

export const historyQuery = (environment: string, id: string, limit = 50) =>
  infiniteQueryOptions({
    queryKey: keyOf(environment, id, 'history', limit),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => {
      const query = { subject: `node:${id}`, limit, ...(pageParam ? { after: pageParam } : {}) };
      return told(api.GET('/audit', { params: { query }, headers: inEnvironment(environment) }));
    },
    getNextPageParam: (page) => page.next,
  });

/** After a change: the tree, its marks and what would be published tell of it too. */
export function forget(
  client: QueryClient,
  environment: string,
  rooms = ['nodes', 'catalogs', 'publishing', 'rules', 'overview'],
) {
  for (const room of rooms) void client.invalidateQueries({ queryKey: [room, environment] });
}
