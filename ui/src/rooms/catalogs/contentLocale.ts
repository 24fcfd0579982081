// The language in which names of the content are read and written: apart from the language the console speaks.
import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

export function chooseContentLocale(locale: string) {
  localStorage.setItem('contentLocale', locale);
  for (const tell of listeners) tell();
}

function follow(tell: () => void) {
  listeners.add(tell);
  return () => {
    listeners.delete(tell);
  };
}

/** The chosen one if the catalog has it, else the catalog's first. */
export function localeAmong(chosen: string | null, locales: readonly string[]): string {
  return chosen !== null && locales.includes(chosen) ? chosen : (locales[0] ?? 'en');
}

export function useContentLocale(locales: readonly string[]): string {
  const chosen = useSyncExternalStore(follow, () => localStorage.getItem('contentLocale'));
  return localeAmong(chosen, locales);
}
