// What deleting a node takes along.
import { type Forest, isUnread, type Row, subtreeOf } from './forest';

interface Plans {
  /** Assignments by hand that go. */
  assigned: number;
  /** Rate plans that shoppers see there today; null where that may not be known. */
  served: number | null;
}

export interface Consequences {
  children: number;
  /** With the node itself. */
  nodes: number;
  /** All of the subtree is here to be counted. */
  isCounted: boolean;
  own: Plans;
  all: Plans;
}

/** Of several that stand side by side or apart, none below another. */
export function consequencesOf(forest: Forest, ids: readonly string[]): Consequences {
  const own = ids.map((id) => forest.rows.get(id)!);
  const all = ids.flatMap((id) => subtreeOf(forest, id)).map((id) => forest.rows.get(id)!);
  const sum = (rows: readonly Row[], of: (row: Row) => number) => rows.reduce((so, row) => so + of(row), 0);
  const served = (of: (row: Row) => number | null) =>
    own.some((row) => of(row) === null) ? null : sum(own, (row) => of(row) ?? 0);
  const assigned = (rows: readonly Row[]) => sum(rows, (row) => row.assigned);
  return {
    children: sum(own, (row) => row.children),
    nodes: all.length,
    isCounted: !all.some((each) => isUnread(forest, each)),
    own: { assigned: assigned(own), served: served((row) => row.ratePlans) },
    all: { assigned: assigned(all), served: served((row) => row.ratePlansBelow) },
  };
}
