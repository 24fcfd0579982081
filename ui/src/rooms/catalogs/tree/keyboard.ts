// What a key means in the tree, as the ARIA practices have it, and ours beside them.
export type Intent =
  | 'down'
  | 'up'
  | 'right'
  | 'left'
  | 'first'
  | 'last'
  | 'pageDown'
  | 'pageUp'
  | 'choose'
  | 'toggle'
  | 'openSiblings'
  | 'rename'
  | 'delete'
  | 'create'
  | 'moveTo'
  | 'cut'
  | 'paste'
  | 'later'
  | 'earlier'
  | 'menu'
  | 'filter'
  | 'escape';

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const PLAIN: Record<string, Intent> = {
  ArrowDown: 'down',
  ArrowUp: 'up',
  ArrowRight: 'right',
  ArrowLeft: 'left',
  Home: 'first',
  End: 'last',
  PageDown: 'pageDown',
  PageUp: 'pageUp',
  Enter: 'choose',
  ' ': 'toggle',
  '*': 'openSiblings',
  F2: 'rename',
  Delete: 'delete',
  Insert: 'create',
  ContextMenu: 'menu',
  '/': 'filter',
  Escape: 'escape',
};

// Letters that begin no word: while one types a name they are letters. With Shift they always are.
const LETTERS: Record<string, Intent> = { n: 'create', m: 'moveTo' };
const CTRL: Record<string, Intent> = { x: 'cut', v: 'paste', ' ': 'toggle' };
const ALT: Record<string, Intent> = { ArrowUp: 'earlier', ArrowDown: 'later' };

/** What to do; a text to jump to; null: the key is none of ours. */
export function meaningOf(pressed: Pressed, typing: boolean): Intent | { typed: string } | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = pressed;
  if (ctrlKey || metaKey) return CTRL[key.toLowerCase()] ?? null;
  if (altKey) return ALT[key] ?? null;
  if (shiftKey && key === 'F10') return 'menu';
  if (!typing && LETTERS[key]) return LETTERS[key];
  if (PLAIN[key] && !(typing && key === ' ')) return PLAIN[key];
  return key.length === 1 && key !== '?' ? { typed: key } : null;
}
