// Every verb of the repository, each done once: the key of an attempt stays until it was answered.
import type { Fault } from '@/rooms/repository/fault';
import { withSlashes } from '@/rooms/repository/slashes';
import { api, Problem, told, toldWithTag, type Words } from '@/shared/api';
import { once } from '@/shared/once';
import { readBranch } from './queries';

export type Choice = Words['ChoiceIn'];
export type Advance = Words['AdvanceOut'];

const quoted = (oid: string) => `"${oid}"`;
const keyed = (key: string) => ({ 'Idempotency-Key': key });

export interface FileChange {
  branch: string;
  path: string;
  message: string;
  /** The blob that was edited; null where there was no file. */
  seen: string | null;
}

export function putFile({ branch, path, message, seen }: FileChange, content: string): Promise<Advance> {
  return told(
    api.PUT('/rules/files/{file}', {
      ...withSlashes,
      params: { path: { file: path }, query: { branch } },
      body: { content, message },
      headers: seen === null ? {} : { 'If-Match': quoted(seen) },
    }),
  );
}

export function deleteFile({ branch, path, message, seen }: FileChange): Promise<Advance> {
  return told(
    api.DELETE('/rules/files/{file}', {
      ...withSlashes,
      params: { path: { file: path }, query: { branch, message } },
      headers: { 'If-Match': quoted(seen ?? '') },
    }),
  );
}

export function createBranch(name: string, at: string) {
  return once(`branch ${name} ${at}`, ({ key }) =>
    told(api.POST('/rules/branches', { body: { name, at }, headers: keyed(key) })),
  );
}

export async function deleteBranch(branch: string, head: string): Promise<void> {
  await told(
    api.DELETE('/rules/branches/{branch}', {
      ...withSlashes,
      params: { path: { branch } },
      headers: { 'If-Match': quoted(head) },
    }),
  );
}

export function protectBranch(branch: string, isProtected: boolean) {
  return told(
    api.PATCH('/rules/branches/{branch}', {
      ...withSlashes,
      params: { path: { branch } },
      body: { isProtected },
    }),
  );
}

export function createTag(name: string, at: string, message: string) {
  return once(`tag ${name} ${at} ${message}`, ({ key }) =>
    told(
      api.POST('/rules/tags', { body: { name, at, message: message.trim() || null }, headers: keyed(key) }),
    ),
  );
}

/** Two states become one: a branch is merged, or one commit is taken back or along. */
export type Way = 'merge' | 'revert' | 'pick';

export interface Combination {
  way: Way;
  /** The commit that is merged, taken back or taken along. */
  commit: string;
  branch: string;
  message: string;
  choices: Choice[];
  /** The head of the branch that was decided on. */
  head: string;
}

export function combine({ way, commit, branch, message, choices, head }: Combination): Promise<Advance> {
  const said = { message: message.trim() || null, choices };
  const intent = JSON.stringify([way, commit, branch, said, head]);
  return once(intent, ({ key }) => {
    const headers = { ...keyed(key), 'If-Match': quoted(head) };
    if (way === 'merge')
      return told(api.POST('/rules/merges', { body: { source: commit, target: branch, ...said }, headers }));
    const body = { commit, branch, ...said };
    return told(
      way === 'revert'
        ? api.POST('/rules/reverts', { body, headers })
        : api.POST('/rules/cherry-picks', { body, headers }),
    );
  });
}

/** One part that both sides changed; each side as its text, null where it is not there. `cut` are lengths of sides that are not whole. */
export type Conflict = Words['MergeConflictOut'];

/** The conflicts of a refusal, of which the first hundred are told; null if it is another refusal. */
export function conflictsOf(wrong: unknown): { conflicts: Conflict[]; count: number } | null {
  if (!(wrong instanceof Problem) || wrong.code !== 'rules.merge_conflicts') return null;
  const conflicts = wrong.said.conflicts as Conflict[];
  return { conflicts, count: Number(wrong.said.failed ?? conflicts.length) };
}

/** What a commit was refused for; empty if it was refused for something else. */
export function faultsIn(wrong: unknown): Fault[] {
  if (!(wrong instanceof Problem) || wrong.code !== 'rules.unsound') return [];
  return (wrong.said.errors ?? []) as unknown as Fault[];
}

/** All cases of a revision, now; what takes longer is left to a job. */
export function runCases(at: string) {
  return once(`run cases ${at}`, ({ key }) =>
    told(api.POST('/rules/test-runs', { body: { at }, headers: keyed(key) })),
  );
}

export function putDemands(branch: string, demands: Words['DemandsWords'], etag: string) {
  return toldWithTag(
    api.PUT('/rules/demands/{branch}', {
      ...withSlashes,
      params: { path: { branch } },
      body: demands,
      headers: { 'If-Match': etag },
    }),
  );
}

/** What a merge lacks of what the branch demands; empty if it was refused for something else. */
export function unmetIn(wrong: unknown): Fault[] {
  if (!(wrong instanceof Problem) || wrong.code !== 'rules.demands_unmet') return [];
  return (wrong.said.errors ?? []) as unknown as Fault[];
}

/** Of what a commit was refused for, what is to be said of the text that is written now as well. */
export function still(faults: readonly Fault[], now: readonly Fault[]): Fault[] {
  const isSaid = (fault: Fault) =>
    now.some(
      ({ file, code, detail }) => file === fault.file && code === fault.code && detail === fault.detail,
    );
  return faults.filter(isSaid);
}

export async function headOf(branch: string): Promise<string> {
  return (await readBranch(branch)).body.head;
}
