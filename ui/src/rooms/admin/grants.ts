// Roles as grants: everywhere, in one catalog, or below one of its paths.
import type { Words } from '@/shared/api';

export type Grant = Words['GrantWords'];
export type Role = Grant['role'];

/** From the weakest to the strongest; an administrator may what all others may. */
export const ROLES: Role[] = [
  'viewer',
  'catalog-editor',
  'rule-author',
  'publisher',
  'approver',
  'operator',
  'tenant-admin',
];

export const NEW_GRANT: Grant = { role: 'viewer' };

/** "catalog-editor · global/Dynamic.TopShelf" */
export function grantWords(grant: Grant): string {
  const where = [grant.catalog, grant.path].filter(Boolean).join('/');
  return where ? `${grant.role} · ${where}` : grant.role;
}

/** Without what was left empty: an empty path is no path. */
export function saidGrants(grants: Grant[]): Grant[] {
  return grants.map(({ role, catalog, path }) => ({
    role,
    ...(catalog ? { catalog } : {}),
    ...(catalog && path ? { path } : {}),
  }));
}
