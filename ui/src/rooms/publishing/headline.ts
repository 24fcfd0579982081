// The one sentence above everything else: what matters most about a difference, with its numbers.
import type { Summary } from './queries';

export interface Headline {
  /** Which sentence; `headline.publish.…` or `headline.compare.…` in the words of the room. */
  sentence: 'nothing' | 'both' | 'enter' | 'leave' | 'nodes' | 'plans' | 'rules' | 'other';
  /** Of what the sentence counts first. */
  count: number;
  enters: number;
  leaves: number;
  shelves: number;
}

export function headlineOf(summary: Summary): Headline {
  const { enters, leaves } = summary;
  const moved = { enters, leaves, shelves: summary.shelves.items.filter(moves).length };
  const shelves =
    summary.shelves.count > summary.shelves.items.length ? summary.shelves.count : moved.shelves;
  const said = (sentence: Headline['sentence'], count: number): Headline => ({
    sentence,
    count,
    enters,
    leaves,
    shelves,
  });
  if (summary.total === 0) return said('nothing', 0);
  if (enters > 0 && leaves > 0) return said('both', shelves);
  if (enters > 0) return said('enter', shelves);
  if (leaves > 0) return said('leave', shelves);
  if (summary.nodes.count > 0) return said('nodes', summary.nodes.count);
  if (plansOf(summary) > 0) return said('plans', plansOf(summary));
  if (summary.rules.count > 0) return said('rules', summary.rules.count);
  return said('other', summary.total);
}

function moves(shelf: Summary['shelves']['items'][number]): boolean {
  return shelf.enters + shelf.leaves > 0;
}

function plansOf({ ratePlans }: Summary): number {
  return ratePlans.added + ratePlans.removed + ratePlans.changed;
}

export type FigureName =
  | 'enters'
  | 'leaves'
  | 'shelves'
  | 'nodesAdded'
  | 'nodesRemoved'
  | 'nodesMoved'
  | 'nodesRenamed'
  | 'nodesOther'
  | 'plansAdded'
  | 'plansRemoved'
  | 'plansChanged'
  | 'rules'
  | 'byHand'
  | 'access'
  | 'schema'
  | 'settings';

export interface Figure {
  name: FigureName;
  count: number;
  tone: 'gain' | 'loss' | 'plain';
}

const OTHER_NODE_CHANGES = ['reordered', 'rescheduled', 'hidden', 'shown', 'described'];

/** Every number that is not nought, in the order of how much it matters to a shop. */
export function figuresOf(summary: Summary): Figure[] {
  const node = (change: string) => summary.nodeChanges[change] ?? 0;
  const { ratePlans, byHand } = summary;
  const all: [FigureName, number, Figure['tone']?][] = [
    ['enters', summary.enters, 'gain'],
    ['leaves', summary.leaves, 'loss'],
    ['shelves', summary.shelves.count],
    ['nodesAdded', node('added'), 'gain'],
    ['nodesRemoved', node('removed'), 'loss'],
    ['nodesMoved', node('moved')],
    ['nodesRenamed', node('renamed')],
    ['nodesOther', OTHER_NODE_CHANGES.reduce((sum, each) => sum + node(each), 0)],
    ['rules', summary.rules.count],
    ['byHand', byHand.added + byHand.removed + byHand.changed],
    ['plansAdded', ratePlans.added, 'gain'],
    ['plansRemoved', ratePlans.removed, 'loss'],
    ['plansChanged', ratePlans.changed],
    ['access', summary.access.count],
    ['schema', summary.schemaChanges.count],
    ['settings', summary.settings.length],
  ];
  return all.filter(([, count]) => count > 0).map(([name, count, tone = 'plain']) => ({ name, count, tone }));
}

const GRAVE = new Set([
  'catalog_emptied',
  'access_widens',
  'mandatory_rule_lifted',
  'node_removed',
  'shelf_emptied',
]);

/** Red for what takes something away or lets somebody see more; amber for what deserves a look. */
export function isGrave(code: string): boolean {
  return GRAVE.has(code);
}
