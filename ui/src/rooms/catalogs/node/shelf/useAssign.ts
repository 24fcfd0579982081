// Look names up, see what would become of them, do it: with progress, and a way back.

import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, inEnvironment, told } from '@/shared/api';
import { useToasts } from '@/shared/toasts';
import { useHere } from '../here';
import { type Member, standingQuery } from '../queries';
import { itemsOf, judged, leavingPlaces, type Named, type Row } from './assigning';
import { bulk, piecesOf, type Result } from './bulk';
import { type Item, itemOf } from './changes';
import type { Said } from './names';
import type { Shelf } from './useShelf';

export type Assign = ReturnType<typeof useAssign>;

const NAMES_AT_ONCE = 2_000;
/** What was said of a rate plan before is asked one by one, so many changed ones cannot be taken back. */
const MOST_TO_TAKE_BACK = 50;

export interface Checked {
  rows: Row[];
  /** What assigning would do, or find done; and what is left to do. */
  results: Result[];
  items: Item[];
}

export function useAssign(shelf: Shelf, members: readonly Member[], close: () => void) {
  const { t } = useTranslation('nodes');
  const { environment, node } = useHere();
  const client = useQueryClient();
  const toasts = useToasts();
  const [progress, setProgress] = useState<number | null>(null);
  const { undoItems } = shelf;
  return useMemo(() => {
    const onShelf = new Set(members.map((each) => each.ratePlanId));
    const where = { environment, node: node.id };

    async function lookUp(names: readonly string[]): Promise<Map<string, Named>> {
      const known = new Map<string, Named>();
      for (const piece of piecesOf([...new Set(names)], NAMES_AT_ONCE)) {
        const headers = inEnvironment(environment);
        const { items } = await told(
          api.POST('/commerce/product-rate-plans/lookup', { headers, body: { names: piece } }),
        );
        for (const each of items) known.set(each.name, each);
      }
      return known;
    }

    function dry(items: readonly Item[]): Promise<Result[]> {
      return bulk({ ...where, items, policy: 'reject-failed-rows', dryRun: true });
    }

    async function check(said: readonly Said[]): Promise<Checked> {
      const rows = judged(said, await lookUp(said.map((each) => each.name)));
      const items = itemsOf(rows);
      const results = items.length > 0 ? await dry(items) : [];
      return { rows, ...leavingPlaces(items, results, onShelf) };
    }

    /** What was said by hand of those that will change. */
    async function before(results: readonly Result[]): Promise<Item[] | null> {
      const changed = results.filter((each) => each.status === 'changed');
      if (changed.length > MOST_TO_TAKE_BACK) return null;
      return Promise.all(
        changed.map(async ({ ratePlanId }) => {
          const query = { ...standingQuery(environment, node.id, ratePlanId), staleTime: 0 };
          const { assignment } = await client.fetchQuery(query);
          const hand = assignment && {
            effect: assignment.effect as 'include' | 'exclude',
            pin: assignment.pin,
            rank: assignment.rank,
          };
          return itemOf(ratePlanId, hand ?? null);
        }),
      );
    }

    async function assign(items: readonly Item[], expected: readonly Result[]): Promise<Result[] | null> {
      setProgress(0);
      try {
        const back = await before(expected);
        const results = await bulk({ ...where, items, policy: 'reject-failed-rows', progress: setProgress });
        const created = results.filter((each) => each.status === 'created');
        const undo = back && [...created.map((each) => itemOf(each.ratePlanId, null)), ...back];
        await undoItems([]);
        const count = results.filter((each) => each.status === 'created' || each.status === 'changed').length;
        toasts.done(t('assign.done', { count }), undo && undo.length > 0 ? () => undoItems(undo) : undefined);
        return results;
      } catch (wrong) {
        toasts.refused(wrong);
        // The pieces before the one that failed are done.
        await undoItems([]);
        return null;
      } finally {
        setProgress(null);
      }
    }

    return { check, dry, assign, progress, close };
  }, [environment, node.id, client, toasts, t, progress, undoItems, members, close]);
}
