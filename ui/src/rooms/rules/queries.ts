// What this room asks of the rule repository; what others ask as well lies in `repository`.
// Whatever is named by a commit or a blob never changes, so it is asked once.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { FOR_EVER, PAGE, ROOM, readFile } from '@/rooms/repository/queries';
import { withSlashes } from '@/rooms/repository/slashes';
import { api, Problem, told, toldWithTag, type Words } from '@/shared/api';

export {
  type Branch,
  branchesQuery,
  fileQuery,
  MAIN,
  ROOM,
  type RuleFile,
  readFile,
  schemasQuery,
  type Tag,
  tagsQuery,
} from '@/rooms/repository/queries';

/** Beside `main`: how far ahead and behind, and what was done last. */
export type Standing = Words['BranchStandingOut'];
export type Commit = Words['CommitOut'];
export type FileRef = Words['FileRef'];
export type Finding = Words['FindingOut'];
export type Changed = Words['ChangedOut'];
export type Difference = Words['FileDifferenceOut'];
export type Preview = Words['MergePreviewOut'];
export type Meaning = Words['MeaningOut'];
export type Step = Words['FileStepOut'];
export type Blamed = Words['BlamedOut'];

export type Run = Words['CaseRunOut'];
export type Share = Run['shares'][number];
export type Rehearsal = Words['RehearsalOut'];
export type Case = Words['PlayedCase'];
export type Reason = Words['ReasonOut'];
export type Evaluated = Words['EvaluatedPart'];
export type Demands = Words['DemandsWords'];
export type Part = Words['TriedPart'];
export type Behaviour = Words['BehaviourOut'];

const COMMIT = /^[0-9a-f]{40}$/;

type Cursor = string | undefined;
const paged = {
  initialPageParam: undefined as Cursor,
  getNextPageParam: (page: { next: string | null }): Cursor => page.next ?? undefined,
};

/** With the ETag that whoever changes it has to name. */
export function readBranch(branch: string) {
  return toldWithTag(api.GET('/rules/branches/{branch}', { ...withSlashes, params: { path: { branch } } }));
}

/** The commit that a branch, a tag or some digits name, and what it changed. */
export function revisionQuery(at: string) {
  return queryOptions({
    queryKey: [ROOM, 'revision', at],
    queryFn: () =>
      told(api.GET('/rules/commits/{revision}', { ...withSlashes, params: { path: { revision: at } } })),
    ...(COMMIT.test(at) && FOR_EVER),
  });
}

export function filesQuery(commit: string) {
  return infiniteQueryOptions({
    queryKey: [ROOM, 'files', commit],
    queryFn: ({ pageParam: after }) =>
      told(api.GET('/rules/files', { params: { query: { at: commit, limit: PAGE, after } } })),
    ...paged,
    ...FOR_EVER,
  });
}

/** What a blob says, whichever commit it is read at. */
export function blobQuery(commit: string, { path, blob }: Pick<FileRef, 'path' | 'blob'>) {
  return queryOptions({
    queryKey: [ROOM, 'blob', path, blob],
    queryFn: () => readFile(commit, path),
    ...FOR_EVER,
  });
}

export function logQuery(commit: string) {
  return infiniteQueryOptions({
    queryKey: [ROOM, 'log', commit],
    queryFn: ({ pageParam: after }) =>
      told(api.GET('/rules/commits', { params: { query: { at: commit, limit: 50, after } } })),
    ...paged,
    ...FOR_EVER,
  });
}

export function pastQuery(commit: string, file: string) {
  return infiniteQueryOptions({
    queryKey: [ROOM, 'past', commit, file],
    queryFn: ({ pageParam: after }) =>
      told(
        api.GET('/rules/history/{file}', {
          ...withSlashes,
          params: { path: { file }, query: { at: commit, limit: 50, after } },
        }),
      ),
    ...paged,
    ...FOR_EVER,
  });
}

export function blameQuery(commit: string, file: string) {
  return queryOptions({
    queryKey: [ROOM, 'blame', commit, file],
    queryFn: () =>
      told(
        api.GET('/rules/blame/{file}', { ...withSlashes, params: { path: { file }, query: { at: commit } } }),
      ),
    ...FOR_EVER,
  });
}

export function findingsQuery(commit: string) {
  return queryOptions({
    queryKey: [ROOM, 'findings', commit],
    queryFn: () => told(api.GET('/rules/findings', { params: { query: { at: commit } } })),
    ...FOR_EVER,
  });
}

/** The file as it is being written, checked together with all others; nothing is stored. */
export function checkedQuery(commit: string, path: string, text: string) {
  return queryOptions({
    queryKey: [ROOM, 'checked', commit, path, text],
    queryFn: async ({ signal }) => {
      const body = { at: commit, edits: [{ path, content: text }] };
      const said = await told(api.POST('/rules/findings', { body, signal }));
      const everywhere = [...said.new, ...said.old];
      return { text, findings: everywhere.filter((each) => each.file === path), everywhere };
    },
    gcTime: 60_000,
    ...FOR_EVER,
  });
}

/** All that differs, or what `to` did alone since both parted. */
export function differenceQuery(from: string, to: string, sinceBase = false) {
  return infiniteQueryOptions({
    queryKey: [ROOM, 'difference', from, to, sinceBase],
    queryFn: ({ pageParam: after }) =>
      told(api.GET('/rules/difference', { params: { query: { from, to, sinceBase, limit: PAGE, after } } })),
    ...paged,
    ...FOR_EVER,
  });
}

export function meaningQuery(from: string, to: string, sinceBase = false) {
  return infiniteQueryOptions({
    queryKey: [ROOM, 'meaning', from, to, sinceBase],
    queryFn: ({ pageParam: after }) =>
      told(
        api.GET('/rules/difference/meaning', {
          params: { query: { from, to, sinceBase, limit: PAGE, after } },
        }),
      ),
    ...paged,
    ...FOR_EVER,
  });
}

/** What a merge would do; `head` is where the branch stands, so that it is asked again when it moves on. */
export function previewQuery(source: string, target: string, head: string) {
  return queryOptions({
    queryKey: [ROOM, 'preview', source, target, head],
    queryFn: ({ signal }) =>
      told(api.POST('/rules/merges/preview', { body: { source, target, choices: [] }, signal })),
  });
}

/** Every case and every part that cases can try: of one commit they always say the same. */
export function rehearsalQuery(commit: string) {
  return queryOptions({
    queryKey: [ROOM, 'rehearsal', commit],
    queryFn: () => rehearsed({ at: commit }),
    ...FOR_EVER,
  });
}

/** One case, with the reasons for its answer. */
export function caseQuery(commit: string, file: string, id: string) {
  return queryOptions({
    queryKey: [ROOM, 'case', commit, file, id],
    queryFn: async () =>
      (await rehearsed({ at: commit, test: file, case: id, explain: true })).cases[0] ?? null,
    ...FOR_EVER,
  });
}

type Rehearsed = { at: string; test?: string; case?: string; explain?: boolean };

function rehearsed(asked: Rehearsed): Promise<Rehearsal> {
  const all = { files: [], explain: false, ...asked };
  return told(api.POST('/rules/rehearsals', { body: all }));
}

/** The last run of a commit; null where its cases were never run. */
export function runQuery(commit: string) {
  return queryOptions({
    queryKey: [ROOM, 'run', commit],
    queryFn: () =>
      told(
        api.GET('/rules/test-runs/{revision}', { ...withSlashes, params: { path: { revision: commit } } }),
      ).catch((wrong) => {
        if (wrong instanceof Problem && wrong.code === 'rules.cases_never_run') return null;
        throw wrong;
      }),
  });
}

export function readDemands(branch: string) {
  return toldWithTag(api.GET('/rules/demands/{branch}', { ...withSlashes, params: { path: { branch } } }));
}

export function demandsQuery(branch: string) {
  return queryOptions({ queryKey: [ROOM, 'demands', branch], queryFn: () => readDemands(branch) });
}

export function behaviourQuery(from: string, to: string, sinceBase = false) {
  return infiniteQueryOptions({
    queryKey: [ROOM, 'behaviour', from, to, sinceBase],
    queryFn: ({ pageParam: after }) =>
      told(api.GET('/rules/behaviour', { params: { query: { from, to, sinceBase, limit: 20, after } } })),
    ...paged,
    ...FOR_EVER,
  });
}
