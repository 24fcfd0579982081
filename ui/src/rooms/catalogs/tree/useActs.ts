// What can be done with a row, whichever way it is asked for: by key, by the menu, by a button, from the node's panel.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useToasts } from '@/shared/toasts';
import { useAsked } from '../acts';
import { isRoot, pathOf } from './forest';
import type { Act } from './RowMenu';
import type { Moves } from './useMoves';
import type { Rights } from './useRights';
import type { View } from './useView';

/** What is asked before it is done, and of which rows. */
export type Asking =
  | { what: 'delete'; ids: string[] }
  | { what: 'move'; ids: string[] }
  | { what: 'deleted' }
  | null;

export type Acts = ReturnType<typeof useActs>;

export function useActs(view: View, rights: Rights, moves: Moves) {
  const { t } = useTranslation('catalogs');
  const toasts = useToasts();
  const [asking, setAsking] = useState<Asking>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const { forest } = view;
  const { mayEdit, mayMove } = rights;

  function can(act: Act, id: string): boolean {
    const row = forest.rows.get(id);
    if (row === undefined) return false;
    if (act === 'create') return mayEdit(id);
    if (act === 'paste') return mayEdit(id) && moves.cut.length > 0;
    if (act === 'rename') return !isRoot(row) && mayEdit(id);
    if (act === 'earlier') return moves.stepOf(id, -1) !== null;
    if (act === 'later') return moves.stepOf(id, 1) !== null;
    if (act === 'toggle') return view.canOpen(id);
    return act === 'copyPath' || act === 'copyLink' || mayMove(id);
  }

  const does: Record<Act, (id: string) => void> = {
    toggle: (id) => view.toggle(id, !view.isOpen(id)),
    create: (id) => void startCreating(id),
    rename: setRenaming,
    moveTo: (id) => setAsking({ what: 'move', ids: moves.meant(id) }),
    earlier: (id) => moves.step(id, -1),
    later: (id) => moves.step(id, 1),
    cut: (id) => moves.setCut(moves.meant(id)),
    paste: (id) => void moves.paste(id),
    copyPath: (id) => copy(pathOf(forest, id)),
    copyLink: (id) => copy(`${location.origin}${location.pathname}?node=${id}`),
    delete: (id) => setAsking({ what: 'delete', ids: moves.meant(id) }),
  };

  function act(what: Act, id: string) {
    if (can(what, id)) does[what](id);
  }

  async function startCreating(id: string) {
    if (view.isFiltering) {
      view.setText('');
      view.openWayTo(id, forest);
    }
    await moves.ready(id);
    view.toggle(id, true);
    view.setActive(id);
    view.setWritingBelow(id);
  }

  function copy(text: string) {
    navigator.clipboard.writeText(text).then(
      () => toasts.done(t('tree.copied', { text })),
      (wrong) => toasts.refused(wrong),
    );
  }

  useAsked((what, id) => {
    view.setActive(id);
    act(what, id);
  });

  return { can, act, asking, setAsking, renaming, setRenaming };
}
