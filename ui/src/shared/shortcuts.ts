// Keys that do something on the page that is shown. The page of shortcuts (`?`) lists just those.
import { useEffect, useRef, useSyncExternalStore } from 'react';

export interface Shortcut {
  /** As it is written on the key caps: "Ctrl K", "/", "?", "G P". Ctrl is also ⌘. */
  keys: string;
  says: string;
  run: () => void;
  /** Also while somebody writes in a field; keys with Ctrl always do. */
  evenInFields?: boolean;
  /** Where somebody writes, these keys are the field's own. */
  neverInFields?: boolean;
}

type Registered = Readonly<{ current: readonly Shortcut[] }>;

let registered: readonly Registered[] = [];
const listeners = new Set<() => void>();
/** The first key of a pair ("G P"), until the second comes or a second has passed. */
let begun: { key: string; at: number } | null = null;

function change(next: readonly Registered[]) {
  registered = next;
  for (const tell of listeners) tell();
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** What was pressed, written like `Shortcut.keys`. */
export function pressed(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return [(event.ctrlKey || event.metaKey) && 'Ctrl', event.altKey && 'Alt', key].filter(Boolean).join(' ');
}

function find(keys: string): Shortcut | undefined {
  // The last to register is the innermost: a dialog before the page below it.
  return registered
    .flatMap((each) => each.current)
    .findLast((shortcut) => shortcut.keys.toUpperCase() === keys.toUpperCase());
}

function onKey(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing) return;
  const keys = pressed(event);
  const pair = begun && event.timeStamp - begun.at < 1000 ? find(`${begun.key} ${keys}`) : undefined;
  const found = pair ?? find(keys);
  const isInField = isField(event.target);
  const writing = isInField && !event.ctrlKey && !event.metaKey;
  begun = writing ? null : { key: keys, at: event.timeStamp };
  if (!found || (writing && !found.evenInFields) || (isInField && found.neverInFields)) return;
  event.preventDefault();
  begun = null;
  found.run();
}

let listening = false;

/** Good while the component is shown; the newest functions are called. */
export function useShortcuts(shortcuts: readonly Shortcut[]) {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    if (!listening) window.addEventListener('keydown', onKey);
    listening = true;
    change([...registered, current]);
    return () => change(registered.filter((each) => each !== current));
  }, []);
}

/** All that are good now, outermost first. */
export function useActiveShortcuts(): Shortcut[] {
  const now = useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => registered,
  );
  return now.flatMap((each) => each.current);
}
