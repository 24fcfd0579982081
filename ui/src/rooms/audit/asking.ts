// The trail as the service tells it: newest first, a page behind the other.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Said } from '@/shared/address';
import { api, inEnvironment, told, type Words } from '@/shared/api';
import { detailOf } from './said';
import { subjectOf } from './subjects';

export type Entry = Words['EntryOut'];

export const FILTERS = ['actor', 'action', 'subject', 'environment', 'requestId', 'from', 'to'] as const;
export type Filter = Partial<Record<(typeof FILTERS)[number], string>>;

export function filterIn(said: Said): Filter {
  return Object.fromEntries(FILTERS.map((name) => [name, said[name]]).filter(([, value]) => value));
}

/** A subject is one thing (`catalog:global`); with a star at its end, all that begin so (`node:*`). */
export function isOneThing(subject: string | undefined): boolean {
  return subject !== undefined && !subject.endsWith('*') && subject.includes(':');
}

/** The service takes a subject for a beginning: of `catalog:eu` it also tells `catalog:eu-west`. */
export function kept(entries: readonly Entry[], subject: string | undefined): Entry[] {
  return entries.filter((each) => !isOneThing(subject) || each.subject === subject);
}

export const trailQuery = (environment: string, filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ['audit', environment, 'trail', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filter, subject: filter.subject?.replace(/\*$/, ''), after: pageParam, limit: 100 };
      return told(api.GET('/audit', { params: { query }, headers: inEnvironment(environment), signal }));
    },
    getNextPageParam: (page) => page.next ?? undefined,
  });

interface Home {
  catalog?: string;
  path?: string;
}

/** Where the node of an entry stands: as the entry says it, else as the draft has it now; deleted ones stay unknown. */
export const homeQuery = (entry: Pick<Entry, 'subject' | 'detail' | 'environment'>, here: string) => {
  const { kind, name } = subjectOf(entry.subject);
  const said = detailOf(entry.detail) as Home;
  const environment = entry.environment ?? here;
  return queryOptions({
    queryKey: ['audit', environment, 'home', name],
    enabled: kind === 'node' && said.catalog === undefined,
    staleTime: 300_000,
    retry: false,
    initialData: said.catalog === undefined ? undefined : said,
    queryFn: async (): Promise<Home> => {
      const params = { path: { id: name } };
      const node = await told(
        api.GET('/commerce/nodes/{id}', { params, headers: inEnvironment(environment) }),
      );
      return { catalog: node.catalogId, path: node.path };
    },
  });
};
