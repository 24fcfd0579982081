// Where the rows come from; nobody else knows. The whole tree in one answer, or level by level where it is too large.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, inEnvironment, told, toldWithTag, type Words } from '@/shared/api';
import { childrenOf, EMPTY, type Forest, joined, pathOf, type Row } from './forest';

type Glance = Words['TreeAtAGlance'];

export interface Tree {
  catalog: Glance['catalog'];
  live: Glance['live'];
  /** Nodes in reach, and how many that are served are no more in the draft. */
  total: number | null;
  deleted: number | null;
  /** Everything is here; else levels are fetched as they are opened, and the service filters. */
  isWhole: boolean;
  forest: Forest;
  etag: string;
}

const EVERY_TWENTY_SECONDS = 20_000;
const A_LEVEL = 1_000;

export function forestOf(glance: Glance): Forest {
  const { nodes } = glance;
  const rows = new Map<string, Row>();
  const below = new Map<string, string[]>();
  const tops: string[] = [];
  const paths = new Map<string, string>();
  nodes.id.forEach((id, at) => {
    const above = nodes.parent[at]!;
    const parentId = above < 0 ? null : nodes.id[above]!;
    if (parentId === null) {
      paths.set(id, glance.paths[tops.length]!);
      tops.push(id);
    } else {
      const there = below.get(parentId);
      if (there) there.push(id);
      else below.set(parentId, [id]);
    }
    rows.set(id, {
      id,
      parentId,
      key: nodes.key[at]!,
      name: nodes.name[at]!,
      type: nodes.type[at]!,
      revision: nodes.revision[at]!,
      children: nodes.children[at]!,
      activeFrom: nodes.activeFrom[at]!,
      activeTo: nodes.activeTo[at]!,
      assigned: nodes.assigned[at]!,
      excluded: nodes.excluded[at]!,
      rules: nodes.rules[at]!,
      ratePlans: nodes.ratePlans?.[at] ?? null,
      ratePlansBelow: nodes.subtreeRatePlans?.[at] ?? null,
      mark: nodes.mark?.[at] ?? 0,
    });
  });
  return { rows, below, tops, paths };
}

function treeOf(glance: Glance, etag: string): Tree {
  const { catalog, live, total, deleted, isWhole } = glance;
  return { catalog, live, total, deleted, isWhole, forest: forestOf(glance), etag };
}

export interface Which {
  environment: string;
  catalog: string;
  locale: string;
}

const keyOf = ({ environment, catalog, locale }: Which) => ['catalogs', environment, catalog, 'tree', locale];

function isOnWay(above: string, path: string): boolean {
  return above === '' || path === above || path.startsWith(`${above}.`);
}

interface Asked {
  parent?: string;
  filter?: string;
  limit?: number;
  after?: string;
}

function glance({ environment, catalog, locale }: Which, asked: Asked = {}, known?: string) {
  return api.GET('/commerce/catalogs/{key}/tree', {
    params: { path: { key: catalog }, query: { locale, ...asked } },
    headers: { ...inEnvironment(environment), ...(known ? { 'If-None-Match': known } : {}) },
    // The browser must not answer a 304 with what it kept itself: we keep the tree.
    cache: 'no-store',
  });
}

/** The tree as it is now; the very same object if nothing changed. */
async function read(which: Which, before: Tree | undefined): Promise<Tree> {
  const answer = await glance(which, {}, before?.etag);
  if (answer.response.status === 304 && before) return before;
  const { body, etag } = await toldWithTag(Promise.resolve(answer));
  const tree = treeOf(body, etag);
  return tree.isWhole || before === undefined ? tree : { ...tree, forest: await reread(which, tree, before) };
}

/** Of a tree that is read in levels: those again that had been read. */
async function reread(which: Which, tree: Tree, before: Tree): Promise<Forest> {
  let forest = tree.forest;
  const wanted = [...forest.tops];
  for (const id of wanted) {
    if (!before.forest.below.has(id)) continue;
    forest = joined(forest, await level(which, id), id);
    wanted.push(...childrenOf(forest, id));
  }
  return forest;
}

async function level(which: Which, parent: string): Promise<Forest> {
  let found: Forest = EMPTY;
  let after: string | undefined;
  do {
    const page = await told(glance(which, { parent, limit: A_LEVEL, after }));
    const more = forestOf(page);
    found = { ...joined(found, more, null), tops: [...found.tops, ...more.tops] };
    after = page.next ?? undefined;
  } while (after !== undefined);
  return found;
}

export interface Matches {
  forest: Forest;
  found: ReadonlySet<string>;
  isCut: boolean;
}

/** The service's own filter, for a tree that is not all here. */
export function useMatches(which: Which, words: string, isWanted: boolean) {
  return useQuery({
    queryKey: [...keyOf(which), 'filter', words],
    queryFn: async (): Promise<Matches> => {
      const answer = await told(glance(which, { filter: words }));
      const found = new Set((answer.found ?? []).map((place) => answer.nodes.id[place]!));
      return { forest: forestOf(answer), found, isCut: answer.isCut };
    },
    enabled: isWanted && words !== '',
    structuralSharing: false,
    placeholderData: (before) => before,
  });
}

export function useTree(which: Which) {
  const client = useQueryClient();
  const { environment, catalog, locale } = which;
  const key = useMemo(() => keyOf({ environment, catalog, locale }), [environment, catalog, locale]);
  const asked = useQuery({
    queryKey: key,
    queryFn: () => read({ environment, catalog, locale }, client.getQueryData<Tree>(key)),
    structuralSharing: false,
    refetchInterval: EVERY_TWENTY_SECONDS,
    staleTime: 5_000,
  });
  const hold = useMemo(() => {
    const which = { environment, catalog, locale };
    const now = () => client.getQueryData<Tree>(key);
    const change = (changes: (forest: Forest) => Forest) =>
      client.setQueryData<Tree>(key, (tree) => tree && { ...tree, forest: changes(tree.forest) });
    return {
      which,
      now,
      forest: () => now()?.forest ?? EMPTY,
      /** At once, before the service has agreed; what is on its way would show the old state again. */
      async changeAtOnce(changes: (forest: Forest) => Forest) {
        await client.cancelQueries({ queryKey: key, exact: true });
        change(changes);
      },
      change,
      /** What the service says now, whatever we had made of it meanwhile. */
      async refresh() {
        client.setQueryData<Tree>(key, (tree) => tree && { ...tree, etag: '' });
        await client.refetchQueries({ queryKey: key, exact: true });
      },
      async fetchLevel(parent: string) {
        const more = await level(which, parent);
        change((forest) => joined(forest, more, parent));
      },
      /** Level by level down through these nodes, as far as they are not here yet. */
      async fetchWayTo(ids: readonly string[]) {
        for (const id of ids) if (!now()?.forest.below.has(id)) await this.fetchLevel(id);
      },
      /** The way to a node of which nothing but its id is known. */
      async fetchWayToNode(id: string) {
        const params = { path: { id } };
        const { path } = await told(
          api.GET('/commerce/nodes/{id}', { params, headers: inEnvironment(environment) }),
        );
        let forest = this.forest();
        let at = forest.tops.find((top) => isOnWay(forest.paths.get(top)!, path));
        while (at !== undefined && pathOf(forest, at) !== path) {
          await this.fetchWayTo([at]);
          forest = this.forest();
          at = childrenOf(forest, at).find((child) => isOnWay(pathOf(forest, child), path));
        }
      },
    };
  }, [client, key, environment, catalog, locale]);
  return { asked, hold };
}

export type Hold = ReturnType<typeof useTree>['hold'];
