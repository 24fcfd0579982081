// Anybody may open the palette or the page of shortcuts; only when one opens is its code fetched.
export type Overlay = 'palette' | 'shortcuts' | null;

let shown: Overlay = null;
const listeners = new Set<() => void>();

function show(next: Overlay) {
  shown = next;
  for (const tell of listeners) tell();
}

export const openPalette = () => show('palette');
export const openShortcuts = () => show('shortcuts');
export const closeOverlay = () => show(null);
export const shownOverlay = () => shown;

export function onOverlay(tell: () => void) {
  listeners.add(tell);
  return () => {
    listeners.delete(tell);
  };
}
