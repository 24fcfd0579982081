// Changes of the shelf: done for all or for none, told in a toast that takes them back.
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useToasts } from '@/shared/toasts';
import { useHere } from '../here';
import { forget, keyOf, type Member } from '../queries';
import { bulk } from './bulk';
import {
  type Change,
  excluding,
  forgetting,
  handOf,
  type Item,
  including,
  pinnedOf,
  pinning,
  placed,
  stepped,
} from './changes';

export type Shelf = ReturnType<typeof useShelf>;

/** `members` is the whole shelf as far as it is loaded, not what a search left of it: pins count among all. */
export function useShelf(members: readonly Member[]) {
  const { t } = useTranslation('nodes');
  const { environment, node } = useHere();
  const client = useQueryClient();
  const toasts = useToasts();
  const [isBusy, setBusy] = useState(false);
  return useMemo(() => {
    const pinned = pinnedOf(members).map((each) => each.ratePlanId);

    async function say(items: Item[], at = node.id) {
      if (items.length > 0) await bulk({ environment, node: at, items, policy: 'reject-everything' });
      await client.invalidateQueries({ queryKey: keyOf(environment, at) });
      forget(client, environment, ['catalogs', 'publishing', 'rules', 'overview']);
    }

    async function tried(what: string, act: () => Promise<unknown>, undo?: () => Promise<unknown>) {
      // What the next change would be reckoned from is not read again yet.
      if (isBusy) return false;
      setBusy(true);
      try {
        await act();
        toasts.done(what, undo);
        return true;
      } catch (wrong) {
        toasts.refused(wrong);
        return false;
      } finally {
        setBusy(false);
      }
    }

    function done(what: string, change: Change) {
      if (change.items.length === 0) return Promise.resolve(true);
      return tried(
        what,
        () => say(change.items),
        () => say(change.undo),
      );
    }

    const words = (some: readonly Member[]) => ({
      count: some.length,
      name: some[0]?.name ?? some[0]?.ratePlanId,
    });
    const reorder = (what: string, order: readonly string[], some: readonly Member[]) =>
      done(t(what, words(some)), pinning([...members, ...strangers(some)], order));
    /** Rows that a search found beyond what is loaded. */
    const strangers = (some: readonly Member[]) => {
      const known = new Set(members.map((each) => each.ratePlanId));
      return some.filter((each) => !known.has(each.ratePlanId));
    };

    return {
      isBusy,
      pinned,
      pinAt: (some: readonly Member[], to: number) =>
        reorder('shelf.pinned', placed(pinned, keysOf(some), to), some),
      pin: (some: readonly Member[]) =>
        reorder('shelf.pinned', [...pinned, ...keysOf(some).filter((key) => !pinned.includes(key))], some),
      unpin: (some: readonly Member[]) => {
        const gone = new Set(keysOf(some));
        return reorder(
          'shelf.unpinned',
          pinned.filter((key) => !gone.has(key)),
          some,
        );
      },
      step: (one: Member, by: 1 | -1) => {
        const order = stepped(pinned, one.ratePlanId, by);
        if (order === null) return Promise.resolve(false);
        const isPinned = order.includes(one.ratePlanId);
        return reorder(isPinned ? 'shelf.pinned' : 'shelf.unpinned', order, [one]);
      },
      remove: (some: readonly Member[]) => {
        const mine = some.filter((each) => handOf(each) !== null);
        return done(t('shelf.removed', words(mine)), forgetting(mine));
      },
      exclude: (some: readonly Member[]) => done(t('shelf.excluded', words(some)), excluding(some)),
      include: (some: readonly Member[]) => done(t('shelf.included', words(some)), including(some)),
      /** There first, then away from here: who stops in between has them twice rather than not at all. */
      move: (some: readonly Member[], target: { id: string; name: string }) => {
        const there = including(some);
        const mine = some.filter((each) => handOf(each) !== null);
        const ruled = some.filter((each) => handOf(each) === null);
        const here = [...forgetting(mine).items, ...excluding(ruled).items];
        const back = [...forgetting(mine).undo, ...excluding(ruled).undo];
        let added: Item[] = [];
        return tried(
          t('shelf.moved', { ...words(some), target: target.name }),
          async () => {
            const wanted = { environment, node: target.id, items: there.items };
            const results = await bulk({ ...wanted, policy: 'reject-everything' });
            const fresh = new Set(
              results.filter((each) => each.status === 'created').map((each) => each.ratePlanId),
            );
            added = there.items
              .filter((each) => fresh.has(each.ratePlanId))
              .map((each) => ({ ratePlanId: each.ratePlanId, action: 'unassign', effect: 'include' }));
            await say(here);
          },
          async () => {
            await say(back);
            await say(added, target.id);
          },
        );
      },
      undoItems: say,
    };
  }, [members, environment, node.id, client, toasts, t, isBusy]);
}

const keysOf = (members: readonly Member[]) => members.map((each) => each.ratePlanId);
