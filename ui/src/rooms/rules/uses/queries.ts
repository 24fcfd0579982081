// Who uses a file, and whom a change of it leaves without a condition.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, told, type Words } from '@/shared/api';
import { ROOM } from '../queries';

export type Uses = Words['RuleUsesOut'];
export type FileUse = Words['FileUseOut'];
export type RuleUse = Words['RuleUseOut'];
export type ServedUse = Words['PublishedRuleUseOut'];
export type Broken = Words['BrokenReferencesOut'];
export type BrokenUse = Words['BrokenReferenceOut'];

const PAGE = 50;

/** Of the files at a commit; rules of catalogs as they are now, page by page. */
export function usesQuery(commit: string, file: string) {
  return infiniteQueryOptions({
    queryKey: [ROOM, 'uses', commit, file],
    queryFn: ({ pageParam: after }) =>
      told(api.GET('/rules/uses', { params: { query: { file, at: commit, limit: PAGE, after } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** What catalogs could not use any more if the branch said this; null takes the file away. */
export function brokenQuery(branch: string, path: string, content: string | null) {
  return queryOptions({
    queryKey: [ROOM, 'broken', branch, path, content],
    queryFn: async ({ signal }) => {
      const body = { at: branch, edits: [{ path, content }] };
      return (await told(api.POST('/rules/findings', { body, signal }))).broken;
    },
    // Nothing else can be taken by a catalog.
    enabled: path.startsWith('predicates/'),
    gcTime: 0,
  });
}
