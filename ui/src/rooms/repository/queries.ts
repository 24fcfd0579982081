// What several rooms ask of the rule repository. Whatever is named by a commit or a blob never changes, so it is asked once.
import { queryOptions } from '@tanstack/react-query';
import { api, told, type Words } from '@/shared/api';
import { every } from '@/shared/every';
import { withSlashes } from './slashes';

export type Branch = Words['BranchOut'];
export type Tag = Words['RuleTagOut'];
export type RuleFile = Words['FileOut'];

export const ROOM = 'repository';
export const MAIN = 'main';
export const PAGE = 100;
export const FOR_EVER = { staleTime: Number.POSITIVE_INFINITY } as const;

export const branchesQuery = queryOptions({
  queryKey: [ROOM, 'branches'],
  queryFn: () =>
    every((after) => told(api.GET('/rules/branches', { params: { query: { limit: PAGE, after } } }))),
});

export const tagsQuery = queryOptions({
  queryKey: [ROOM, 'tags'],
  queryFn: () =>
    every((after) => told(api.GET('/rules/tags', { params: { query: { limit: PAGE, after } } }))),
});

export function readFile(at: string, file: string) {
  return told(api.GET('/rules/files/{file}', { ...withSlashes, params: { path: { file }, query: { at } } }));
}

export function fileQuery(commit: string, file: string) {
  return queryOptions({
    queryKey: [ROOM, 'file', commit, file],
    queryFn: () => readFile(commit, file),
    ...FOR_EVER,
  });
}

/** All of them: they refer to each other. */
export const schemasQuery = queryOptions({
  queryKey: [ROOM, 'schemas'],
  queryFn: async () => {
    const names = Object.keys(await told(api.GET('/rules/schemas')));
    const read = (name: string) => told(api.GET('/rules/schemas/{name}', { params: { path: { name } } }));
    return Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await read(name)] as const)),
    );
  },
  ...FOR_EVER,
});
