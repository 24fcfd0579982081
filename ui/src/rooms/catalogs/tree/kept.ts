// What of a tree was open and where one was in it: kept for this tab, so that a reload or another page loses nothing.
export interface Kept {
  open: string[];
  active: string | null;
  /** The first line seen, and how far it was scrolled beyond. */
  top: { id: string; beyond: number } | null;
}

const keyOf = (environment: string, catalog: string) => `tree:${environment}:${catalog}`;

export function kept(environment: string, catalog: string): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(environment, catalog)) ?? 'null');
  } catch {
    return null;
  }
}

export function keep(environment: string, catalog: string, state: Kept) {
  try {
    sessionStorage.setItem(keyOf(environment, catalog), JSON.stringify(state));
  } catch {
    // A full store costs the next reload its place, nothing else.
  }
}
