// Rows that change their place or go away: by dragging, by keys, by cutting and pasting, by a dialog.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useToasts } from '@/shared/toasts';
import { type Place, stepped } from './drop';
import type { Edits } from './edits';
import { ancestorsOf, childrenOf, type Forest, isUnread, topmost } from './forest';
import type { useTree } from './source';
import { inOrder } from './useDragging';
import type { Rights } from './useRights';
import type { View } from './useView';

interface Wish {
  source: ReturnType<typeof useTree>;
  view: View;
  edits: Edits;
  rights: Rights;
  chosen: string | null;
  choose: (id: string | null) => void;
}

export type Moves = ReturnType<typeof useMoves>;

export function useMoves({ source: { asked, hold }, view, edits, rights, chosen, choose }: Wish) {
  const { t } = useTranslation('catalogs');
  const toasts = useToasts();
  const [cut, setCut] = useState<readonly string[]>([]);
  const { forest } = view;

  /** Of a tree read in levels, what a filter found is here only when the way to it was read. */
  async function ready(id: string, among: Forest = forest) {
    await hold.fetchWayTo(ancestorsOf(among, id));
    const row = hold.forest().rows.get(id);
    if (row && isUnread(hold.forest(), row)) await hold.fetchLevel(id);
  }

  /** All that is marked if the row is one of them, else the row alone; never what goes along anyway. */
  function meant(id: string): string[] {
    const ids = view.marked.has(id) ? inOrder([...view.marked], view.lines) : [id];
    return topmost(forest, ids.filter(rights.mayMove));
  }

  async function move(ids: readonly string[], to: Place, key?: string) {
    if (asked.data?.isWhole === false) for (const id of ids) await hold.fetchWayTo(ancestorsOf(forest, id));
    setCut([]);
    view.toggle(to.parentId, true);
    await edits.move(ids, to, key);
  }

  /** Dropped into a node whose children are not here yet: behind the last of them. */
  async function drop(ids: readonly string[], to: Place) {
    const row = forest.rows.get(to.parentId);
    const isUnknown = row !== undefined && isUnread(forest, row);
    await ready(to.parentId);
    const position = isUnknown ? childrenOf(hold.forest(), to.parentId).length : to.position;
    await move(ids, { parentId: to.parentId, position });
  }

  /** Where it would be one place earlier or later; null where there is none, or it is not to be seen. */
  function stepOf(id: string, by: -1 | 1): Place | null {
    return rights.mayMove(id) && !view.isFiltering ? stepped(forest, id, by) : null;
  }

  function step(id: string, by: -1 | 1) {
    const to = stepOf(id, by);
    if (to !== null) void edits.move([id], to);
  }

  async function paste(parentId: string) {
    const ids = cut.filter((id) => forest.rows.has(id));
    if (ids.length === 0 || !rights.mayEdit(parentId)) return;
    if (ids.some((id) => id === parentId || ancestorsOf(forest, parentId).includes(id)))
      return toasts.refused(new Error(t('tree.refused.itself')), t('tree.notPasted'));
    await ready(parentId);
    await move(ids, { parentId, position: childrenOf(hold.forest(), parentId).length });
  }

  async function remove(ids: readonly string[], cascade: boolean) {
    const next = neighbourOf(ids);
    for (const id of ids) await ready(id);
    if (!(await edits.remove(ids, cascade))) return;
    view.setMarked(new Set());
    view.setActive(next);
    if (chosen !== null && !hold.forest().rows.has(chosen)) choose(next);
  }

  /** Where one goes on when rows are gone: the next one beside them, else one before, else the one above. */
  function neighbourOf(ids: readonly string[]): string | null {
    const above = forest.rows.get(ids[0]!)?.parentId ?? null;
    const siblings = childrenOf(forest, above);
    const at = siblings.indexOf(ids[0]!);
    const staying = (id: string) => !ids.includes(id);
    return siblings.slice(at).find(staying) ?? siblings.slice(0, at).findLast(staying) ?? above;
  }

  return { cut, setCut, ready, meant, move, drop, stepOf, step, paste, remove };
}
