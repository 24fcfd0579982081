// The boxes in which a new node and another name are written, at their lines of the tree.
import type { RefObject } from 'react';
import type { Edits } from './edits';
import { childrenOf } from './forest';
import type { Line } from './lines';
import { NewNodeBox } from './NewNodeBox';
import { RenameBox } from './RenameBox';
import type { Scroller } from './TreeLines';
import { typeBelow, typesIn } from './types';
import type { Acts } from './useActs';
import type { Moves } from './useMoves';
import type { View } from './useView';

interface Wish {
  view: View;
  edits: Edits;
  acts: Acts;
  moves: Moves;
  scroller: RefObject<Scroller | null>;
  locale: string;
  titleOf: (id: string) => string;
  /** To the tree, when it is written or given up. */
  back: () => void;
}

export function writingIn({ view, edits, acts, moves, scroller, locale, titleOf, back }: Wish) {
  const { forest, lines, placeOf } = view;

  function writing(line: Line, at: number) {
    return (
      <NewNodeBox
        key={line.id}
        at={at}
        level={line.level}
        taken={new Set(childrenOf(forest, line.id).map((id) => forest.rows.get(id)!.key))}
        types={typesIn(forest)}
        type={typeBelow(forest, line.id)}
        create={(node) =>
          edits.create(line.id, node, (id) => {
            view.setActive(id);
            scroller.current?.show(at + 1);
          })
        }
        close={() => {
          view.setWritingBelow(null);
          back();
        }}
      />
    );
  }

  function renamingAt(id: string, at: number) {
    return (
      <RenameBox
        key={id}
        at={at}
        level={lines[at]!.level}
        title={titleOf(id)}
        locale={locale}
        save={(name) => void moves.ready(id).then(() => edits.rename(id, name))}
        close={() => {
          acts.setRenaming(null);
          back();
        }}
      />
    );
  }

  const id = acts.renaming;
  const at = id === null ? undefined : placeOf.get(id);
  const renaming = id === null || at === undefined ? null : { id, box: renamingAt(id, at) };
  return { writing, renaming };
}
