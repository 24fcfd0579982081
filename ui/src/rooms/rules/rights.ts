import { useMay } from '@/app/session';
import type { Branch } from './queries';

/** The repository is the whole tenant's: roles that are held for a catalog alone do not reach it. */
export function useRights() {
  const isAuthor = useMay('rule-author');
  const isPublisher = useMay('publisher');
  const isAdmin = useMay('tenant-admin');
  return {
    mayWrite: isAuthor,
    mayRun: isAuthor || isPublisher,
    mayTag: isPublisher,
    mayProtect: isAdmin,
    mayMergeInto: (branch: Branch) => (branch.isProtected ? isPublisher : isAuthor),
  };
}
