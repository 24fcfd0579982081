import { mayDo, useMe } from '@/app/session';
import { type Forest, isRoot, pathOf } from './forest';

export type Rights = ReturnType<typeof useRights>;

/** What somebody may do to which row. */
export function useRights(catalog: string, forest: Forest) {
  const me = useMe();
  const mayEditPath = (path: string) => mayDo(me, ['catalog-editor'], { catalog, path });
  const mayEdit = (id: string) => mayEditPath(pathOf(forest, id));
  return {
    mayEditPath,
    mayEdit,
    /** Whoever edits a subtree only may not move its top away, nor put anything beside it. */
    mayMove(id: string) {
      const row = forest.rows.get(id);
      return row !== undefined && !isRoot(row) && row.parentId !== null && mayEdit(id);
    },
  };
}
