import { useSyncExternalStore } from 'react';

// The same as in the style sheets.
const phone = matchMedia('(max-width: 640px)');

export function useIsPhone(): boolean {
  return useSyncExternalStore(
    (tell) => {
      phone.addEventListener('change', tell);
      return () => phone.removeEventListener('change', tell);
    },
    () => phone.matches,
  );
}
