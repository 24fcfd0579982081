// What deleting a node takes along.
import { type Forest, isUnread, subtreeOf } from './forest';

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

export function consequencesOf(forest: Forest, id: string): Consequences {
  const row = forest.rows.get(id)!;
  const rows = subtreeOf(forest, id).map((each) => forest.rows.get(each)!);
  return {
    children: row.children,
    nodes: rows.length,
    isCounted: !rows.some((each) => isUnread(forest, each)),
    own: { assigned: row.assigned, served: row.ratePlans },
    all: { assigned: rows.reduce((sum, each) => sum + each.assigned, 0), served: row.ratePlansBelow },
  };
}
