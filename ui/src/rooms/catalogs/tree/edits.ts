// What people do to the tree: shown at once where it can be taken back, put right again where the service says no.
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api, inEnvironment, Problem, told, type Words } from '@/shared/api';
import { useToasts } from '@/shared/toasts';
import { forget } from '../node/queries';
import { isNoMove, type Place } from './drop';
import { added, changed, type Forest, Mark, moved, pathOf, type Row, titleOf, without } from './forest';
import { Queue } from './queue';
import type { Hold } from './source';

type Step = Words['StepIn'];
type StepsIn = Words['StepsIn'];
type Wish = Omit<Step, 'revision' | 'cascade'> & { cascade?: boolean };
type NodeOut = Words['catalog_admin__catalogs__schemas__trees__NodeOut'];

export interface NewNode {
  name: string;
  key: string;
  type: string;
}

export type Edits = ReturnType<typeof useEdits>;

const tagOf = (revision: number) => `"r${revision}"`;

export function useEdits(hold: Hold, catalogName: string) {
  const { t } = useTranslation('catalogs');
  const toasts = useToasts();
  const client = useQueryClient();
  const queue = useRef(new Queue());
  return useMemo(() => {
    const { environment, catalog, locale } = hold.which;
    const headers = inEnvironment(environment);
    const nameOf = (row: Row) => titleOf(row, catalogName);

    /** Soon, and once for many changes: marks and the revisions of siblings are known to the service alone. */
    function settle() {
      queue.current.whenQuiet(() => {
        forget(client, environment, ['nodes', 'publishing', 'rules', 'overview']);
        return hold.refresh();
      });
    }

    async function refused(wrong: unknown, id: string | null, title: string) {
      await hold.refresh();
      if (!(wrong instanceof Problem) || !wrong.isStale || id === null) return toasts.refused(wrong, title);
      const row = hold.forest().rows.get(id);
      const who = await lastChangedBy(id);
      const words = { name: row ? nameOf(row) : '', who };
      toasts.refused(new Error(t(who ? 'tree.staleBy' : 'tree.stale', words)), title);
    }

    async function lastChangedBy(id: string): Promise<string | null> {
      try {
        const query = { subject: `node:${id}`, limit: 1 };
        const trail = await told(api.GET('/audit', { params: { query }, headers }));
        return trail.items[0]?.actor ?? null;
      } catch {
        return null; // Not everybody may read the trail.
      }
    }

    /** Shows the change, asks for it; on a no everything is as it was, and says why. */
    async function tried(
      title: string,
      id: string | null,
      shown: (forest: Forest) => Forest,
      ask: () => Promise<unknown>,
    ): Promise<boolean> {
      const before = hold.forest();
      await hold.changeAtOnce(shown);
      try {
        await queue.current.inTurn(ask);
      } catch (wrong) {
        hold.change(() => before);
        await refused(wrong, id, title);
        return false;
      }
      settle();
      return true;
    }

    function took(node: NodeOut) {
      hold.change((forest) => changed(forest, node.id, { revision: node.revision, key: node.key }));
    }

    /** As it was seen; a change before, not read again yet, may have given its siblings new numbers and revisions. */
    async function revisionOf(id: string, look: boolean): Promise<number> {
      const row = hold.forest().rows.get(id);
      if (row && !look && queue.current.isSettled) return row.revision;
      const params = { path: { id } };
      return (await told(api.GET('/commerce/nodes/{id}', { params, headers }))).revision;
    }

    /** All of them or none, and the request that takes it back, from the service itself. */
    async function take(steps: readonly Wish[]): Promise<StepsIn | null> {
      const seen: Step[] = [];
      for (const step of steps)
        seen.push({ cascade: false, ...step, revision: await revisionOf(step.id, false) });
      const { nodes, undo } = await told(
        api.POST('/commerce/nodes/bulk', { headers, body: { steps: seen } }),
      );
      hold.change((forest) =>
        nodes.reduce((now, { id, revision }) => changed(now, id, { revision }), forest),
      );
      return undo;
    }

    function wayBack(undo: StepsIn | null) {
      if (undo === null) return undefined;
      return async () => {
        await queue.current.inTurn(() => told(api.POST('/commerce/nodes/bulk', { headers, body: undo })));
        await hold.refresh();
        settle();
      };
    }

    return {
      async rename(id: string, name: string) {
        const row = hold.forest().rows.get(id);
        if (row === undefined || name === nameOf(row)) return true;
        const before = row.name;
        const say = async (said: string | null, look: boolean) => {
          const params = { path: { id }, header: { 'if-match': tagOf(await revisionOf(id, look)) } };
          const body = { meta: { displayName: { [locale]: said } } };
          took(await told(api.PUT('/commerce/nodes/{id}', { params, headers, body })));
        };
        const mark = row.mark & Mark.new ? row.mark : row.mark | Mark.changed;
        const isDone = await tried(
          t('tree.notRenamed', { name: nameOf(row) }),
          id,
          (forest) => changed(forest, id, { name, mark }),
          () => say(name, false),
        );
        if (isDone)
          toasts.done(t('tree.renamed', { before: nameOf(row), name }), async () => {
            await say(before, true);
            settle();
          });
        return isDone;
      },

      /** `shown` is told when the new node is in the tree; a problem is the caller's to show beside what was typed. */
      async create(parentId: string, node: NewNode, shown: (id: string) => void) {
        const above = pathOf(hold.forest(), parentId);
        const path = above === '' ? node.key : `${above}.${node.key}`;
        const meta = { displayName: { [locale]: node.name } };
        const body = { catalogId: catalog, path, type: node.type, meta };
        const made = await queue.current.inTurn(() => told(api.POST('/commerce/nodes', { headers, body })));
        await hold.changeAtOnce((forest) => added(forest, rowOf(made, parentId, node.name)));
        shown(made.id);
        settle();
        toasts.done(t('tree.created', { name: node.name }), async () => {
          const params = {
            path: { id: made.id },
            header: { 'if-match': tagOf(await revisionOf(made.id, true)) },
          };
          await told(api.DELETE('/commerce/nodes/{id}', { params, headers }));
          settle();
        });
      },

      async move(ids: readonly string[], to: Place, key?: string) {
        const forest = hold.forest();
        if (ids.length === 0 || (isNoMove(forest, ids, to) && !key)) return true;
        const rows = ids.map((id) => forest.rows.get(id)!);
        const parent = nameOf(forest.rows.get(to.parentId)!);
        const words = { count: ids.length, name: nameOf(rows[0]!), parent };
        const steps = ids.map((id, at) => ({
          verb: 'move' as const,
          id,
          parentId: to.parentId,
          position: to.position + at,
          ...(key ? { key } : {}),
        }));
        const show = (was: Forest) =>
          steps.reduce((now, { id, position }) => moved(marked(now, id), id, to.parentId, position), was);
        let undo: StepsIn | null = null;
        const isDone = await tried(t('tree.notMoved', words), ids[0]!, show, async () => {
          undo = await take(steps);
        });
        const isReorder = rows.every((row) => row.parentId === to.parentId);
        if (isDone) toasts.done(t(isReorder ? 'tree.reordered' : 'tree.moved', words), wayBack(undo));
        return isDone;
      },

      async remove(ids: readonly string[], cascade: boolean) {
        const forest = hold.forest();
        const words = { count: ids.length, name: nameOf(forest.rows.get(ids[0]!)!) };
        const show = (was: Forest) => ids.reduce((now, id) => without(now, id, cascade), was);
        let undo: StepsIn | null = null;
        const isDone = await tried(t('tree.notDeleted', words), ids[0]!, show, async () => {
          undo = await take(ids.map((id) => ({ verb: 'delete' as const, id, cascade })));
        });
        if (isDone) toasts.done(t('tree.deleted', words), wayBack(undo));
        return isDone;
      },

      async restore(id: string, revision: number) {
        const params = { path: { id }, header: { 'if-match': tagOf(revision) } };
        await told(api.POST('/commerce/nodes/{id}/restore', { params, headers }));
        await hold.refresh();
        settle();
      },
    };
  }, [hold, catalogName, t, toasts, client]);
}

function marked(forest: Forest, id: string): Forest {
  const mark = forest.rows.get(id)?.mark ?? 0;
  return mark & Mark.new ? forest : changed(forest, id, { mark: mark | Mark.moved });
}

function rowOf(made: NodeOut, parentId: string, name: string): Row {
  const { id, key, type, revision, activeFrom, activeTo } = made;
  const nothing = { children: 0, assigned: 0, excluded: 0, rules: 0, ratePlans: 0, ratePlansBelow: 0 };
  return { id, parentId, key, name, type, revision, activeFrom, activeTo, mark: Mark.new, ...nothing };
}
