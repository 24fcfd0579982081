// Who is signed in, in which environment we work, and what may be done there.
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { createContext, type ReactNode, useContext } from 'react';
import { api, Problem, told, type Words } from '@/shared/api';

export type Me = Words['MeOut'];
export type Role = Words['Role'];

export interface Target {
  catalog?: string;
  path?: string;
}

const Session = createContext<Me | null>(null);

export const meQuery = {
  queryKey: ['me'],
  queryFn: () => told(api.GET('/access/me')),
  staleTime: 60_000,
  retry: false,
};

/** Sends whoever is not signed in to the issuer, and back to this page afterwards. */
export function signIn(next = location.pathname + location.search) {
  location.assign(`/access/sign-in?next=${encodeURIComponent(next)}`);
}

export function useWhoIsHere() {
  return useQuery(meQuery);
}

export function isSignedOut(wrong: unknown): boolean {
  return wrong instanceof Problem && wrong.status === 401;
}

export function SignedIn({ me, children }: { me: Me; children: ReactNode }) {
  return <Session.Provider value={me}>{children}</Session.Provider>;
}

export function useMe(): Me {
  const me = useContext(Session);
  if (me === null) throw new Error('nobody is signed in here');
  return me;
}

/** The key of the environment in the address. */
export function useEnvironment(): string {
  const { environment } = useParams({ strict: false }) as { environment?: string };
  if (environment === undefined) throw new Error('this page stands below no environment');
  return environment;
}

function reaches(grant: Me['grants'][number], { catalog, path }: Target): boolean {
  if (grant.catalog == null) return true;
  if (catalog === undefined) return false;
  if (grant.catalog !== catalog) return false;
  if (grant.path == null) return true;
  return path !== undefined && (path === grant.path || path.startsWith(`${grant.path}.`));
}

/** As the service judges it (a tenant-admin may what all others may); the service has the last word. */
export function mayDo(me: Me, roles: readonly Role[], target: Target = {}): boolean {
  return me.grants.some(
    (grant) => (grant.role === 'tenant-admin' || roles.includes(grant.role)) && reaches(grant, target),
  );
}

/** Whether one of the roles is held for this target; without a target: for the whole tenant. */
export function useMay(roles: Role | readonly Role[], target?: Target): boolean {
  return mayDo(useMe(), typeof roles === 'string' ? [roles] : roles, target);
}
