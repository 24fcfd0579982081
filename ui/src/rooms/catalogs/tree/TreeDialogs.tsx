import { lazy, Suspense } from 'react';
import { consequencesOf } from './consequences';
import type { Edits } from './edits';
import { childrenOf } from './forest';
import type { useTree } from './source';
import type { Acts } from './useActs';
import type { Moves } from './useMoves';
import type { Rights } from './useRights';
import type { View } from './useView';

const DeleteDialog = lazy(() => import('./DeleteDialog'));
const MoveDialog = lazy(() => import('./MoveDialog'));
const DeletedDrawer = lazy(() => import('./DeletedDrawer'));

interface Props {
  asking: Acts['asking'];
  source: ReturnType<typeof useTree>;
  view: View;
  edits: Edits;
  moves: Moves;
  rights: Rights;
  catalogName: string;
  titleOf: (id: string) => string;
  choose: (id: string) => void;
  close: () => void;
}

/** What is asked before rows are deleted or moved far away, and the list of those that are gone. */
export function TreeDialogs({ asking, source, view, edits, moves, rights, ...props }: Props) {
  const { catalogName, titleOf, choose, close } = props;
  const { asked, hold } = source;
  const { forest, whole } = view;

  function commonParent(ids: readonly string[]): string | null {
    const parents = new Set(ids.map((id) => forest.rows.get(id)!.parentId!));
    return parents.size === 1 ? titleOf([...parents][0]!) : null;
  }

  return (
    <Suspense fallback={null}>
      {asking?.what === 'delete' && asking.ids.every((id) => forest.rows.has(id)) && (
        <DeleteDialog
          count={asking.ids.length}
          name={titleOf(asking.ids[0]!)}
          parent={commonParent(asking.ids)}
          consequences={consequencesOf(
            asking.ids.every((id) => whole.rows.has(id)) ? whole : forest,
            asking.ids,
          )}
          remove={(cascade) => void moves.remove(asking.ids, cascade)}
          close={close}
        />
      )}
      {asking?.what === 'move' && asking.ids.length > 0 && (
        <MoveDialog
          which={hold.which}
          forest={whole}
          isWhole={asked.data?.isWhole !== false}
          catalogName={catalogName}
          ids={asking.ids}
          ready={moves.ready}
          childrenOf={(id) => childrenOf(hold.forest(), id)}
          move={(to, key) =>
            void moves.move(asking.ids, to, key).then(() => view.openWayTo(asking.ids[0]!, hold.forest()))
          }
          close={close}
        />
      )}
      {asking?.what === 'deleted' && (
        <DeletedDrawer
          which={hold.which}
          restore={edits.restore}
          mayEdit={rights.mayEditPath}
          reveal={choose}
          close={close}
        />
      )}
    </Suspense>
  );
}
