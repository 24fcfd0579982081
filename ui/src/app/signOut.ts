import { queryClient } from '@/shared/queries';

/** Ends the session here; where the issuer has a page to sign out of itself, goes there. */
export async function signOut() {
  const answer = await fetch('/access/session', { method: 'DELETE', headers: { 'X-Console': '1' } });
  queryClient.clear();
  const said: { next?: string | null } = answer.ok && answer.status !== 204 ? await answer.json() : {};
  location.assign(said.next ?? '/console/sign-in');
}
