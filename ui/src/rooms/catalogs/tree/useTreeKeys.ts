// Keys of the tree: those that `keyboard.ts` knows a meaning for, and letters, that go to what begins with them.
import { type KeyboardEvent, type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '@/shared/shortcuts';
import { nextBeginning } from './filter';
import { meaningOf } from './keyboard';
import type { Act } from './RowMenu';
import type { Scroller } from './TreeLines';
import type { Acts } from './useActs';
import type { Marks } from './useMarks';
import type { View } from './useView';

const TYPING_MS = 600;

interface Wish {
  view: View;
  acts: Acts;
  marks: Marks;
  scroller: RefObject<Scroller | null>;
  titleOf: (id: string) => string;
  toFilter: () => void;
  openMenu: (id: string, below: DOMRect | undefined) => void;
  /** What was begun and is not wanted any more. */
  giveUp: () => void;
}

export function useTreeKeys({ view, acts, marks, scroller, titleOf, toFilter, openMenu, giveUp }: Wish) {
  const { t } = useTranslation('catalogs');
  const typed = useRef({ text: '', at: 0 });
  const { lines, placeOf, forest } = view;
  const { goToLine } = marks;

  // In the tree its own keys come first; these are for whoever is nowhere yet, and for the list of shortcuts.
  const fromOutside = (what: Act) => () => {
    if (document.activeElement !== document.body || view.active === null) return;
    scroller.current?.focus();
    acts.act(what, view.active);
  };
  useShortcuts([
    { keys: '/', says: t('tree.filter'), run: toFilter },
    { keys: 'N', says: t('tree.act.create'), run: fromOutside('create') },
    { keys: 'F2', says: t('tree.act.rename'), run: fromOutside('rename') },
    { keys: 'M', says: t('tree.act.moveTo'), run: fromOutside('moveTo') },
    { keys: 'Alt ArrowUp', says: t('tree.act.earlier'), run: fromOutside('earlier') },
    { keys: 'Alt ArrowDown', says: t('tree.act.later'), run: fromOutside('later') },
    { keys: 'Delete', says: t('tree.act.delete'), run: fromOutside('delete') },
  ]);

  return function onKeyDown(event: KeyboardEvent) {
    if ((event.target as Element).closest('input')) return;
    const typing = performance.now() - typed.current.at < TYPING_MS && typed.current.text !== '';
    const meaning = meaningOf(event, typing);
    if (meaning === null) return;
    const id = view.active;
    const at = id === null ? -1 : (placeOf.get(id) ?? -1);
    const line = lines[at];
    event.preventDefault();
    if (typeof meaning === 'object') return jump(meaning.typed, at, typing);
    if (meaning === 'filter') return toFilter();
    if (meaning === 'first') return goToLine(0, event.shiftKey);
    if (meaning === 'last') return goToLine(lines.length - 1, event.shiftKey);
    if (meaning === 'down') return goToLine(at + 1, event.shiftKey);
    if (meaning === 'up') return goToLine(Math.max(0, at - 1), event.shiftKey);
    if (meaning === 'pageDown') return goToLine(at + scroller.current!.page(), event.shiftKey);
    if (meaning === 'pageUp') return goToLine(at - scroller.current!.page(), event.shiftKey);
    if (meaning === 'escape') return giveUp();
    if (id === null || line === undefined) return;
    if (meaning === 'right') return line.open ? goToLine(at + 1) : acts.act('toggle', id);
    if (meaning === 'left') return closeOrGoAbove(id, at, line.open);
    if (meaning === 'choose') return marks.choose(id);
    if (meaning === 'toggle') return marks.toggle(id);
    if (meaning === 'openSiblings') return view.openSiblings(id);
    if (meaning === 'menu')
      return openMenu(id, document.getElementById(`node-${id}`)?.getBoundingClientRect());
    acts.act(meaning, id);
  };

  function closeOrGoAbove(id: string, at: number, isOpen: boolean) {
    const above = forest.rows.get(id)?.parentId;
    if (isOpen) view.toggle(id, false);
    else if (above) goToLine(placeOf.get(above) ?? at);
  }

  function jump(letter: string, at: number, typing: boolean) {
    const before = typing ? typed.current.text : '';
    // The same letter again means the next one that begins with it.
    const text = before === letter ? letter : before + letter;
    typed.current = { text, at: performance.now() };
    const found = nextBeginning(lines, (line) => (line.kind === 'row' ? titleOf(line.id) : ''), text, at);
    if (found >= 0) goToLine(found);
  }
}
