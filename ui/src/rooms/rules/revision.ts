import { useQuery } from '@tanstack/react-query';
import { Problem } from '@/shared/api';
import { useAt } from './address';
import { type Branch, branchesQuery, type Commit, revisionQuery } from './queries';

export interface Revision {
  /** As the address says it. */
  at: string;
  commit: Commit;
  /** Null where the address names a tag or a commit: those are only read. */
  branch: Branch | null;
}

/** What the address names, and whether it is a branch. */
export function useRevision() {
  const at = useAt();
  const found = useQuery(revisionQuery(at));
  const branches = useQuery(branchesQuery);
  const branch = branches.data?.find((each) => each.name === at) ?? null;
  const isReady = found.data !== undefined && branches.data !== undefined;
  return {
    data: isReady ? ({ at, commit: found.data.commit, branch } satisfies Revision) : undefined,
    error: found.error ?? branches.error,
    isPending: found.isPending || branches.isPending,
    refetch: () => Promise.all([found.refetch(), branches.refetch()]),
  };
}

/** Nobody has changed anything yet: the first change makes the repository. */
export function isUnmade(wrong: unknown): boolean {
  return wrong instanceof Problem && wrong.code === 'rules.no_repository';
}
