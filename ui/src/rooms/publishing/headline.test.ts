import { expect, test } from 'vitest';
import { figuresOf, headlineOf, isGrave } from './headline';
import type { Summary } from './queries';

const NONE = { count: 0, items: [] };

function summary(said: Partial<Summary>): Summary {
  return {
    from: { kind: 'version' },
    to: { kind: 'draft' },
    evaluatedAt: null,
    isExact: true,
    total: 1,
    counts: {},
    enters: 0,
    leaves: 0,
    shelves: NONE,
    nodes: NONE,
    nodeChanges: {},
    rules: NONE,
    ratePlans: { added: 0, removed: 0, changed: 0 },
    byHand: { added: 0, removed: 0, changed: 0 },
    access: NONE,
    schemaChanges: NONE,
    settings: [],
    warnings: [],
    blastRadius: { shelves: { touched: 0, total: 0 }, ratePlans: { touched: 0, total: 0 }, environments: [] },
    laterVersions: 0,
    ...said,
  };
}

function shelf(enters: number, leaves: number, changed = 0) {
  return {
    nodeId: `${enters}-${leaves}-${changed}`,
    name: '',
    path: '',
    enters,
    leaves,
    changed,
    before: 9,
    after: 9,
  };
}

test('what enters and leaves shelves is told first, on the shelves where it does', () => {
  const shelves = { count: 3, items: [shelf(2, 0), shelf(1, 4), shelf(0, 0, 5)] };
  const said = headlineOf(summary({ enters: 3, leaves: 4, shelves, nodes: { count: 7, items: [] } }));
  expect(said).toEqual({ sentence: 'both', count: 2, enters: 3, leaves: 4, shelves: 2 });
});

test('of more shelves than are listed all are counted', () => {
  const said = headlineOf(summary({ enters: 900, shelves: { count: 400, items: [shelf(5, 0)] } }));
  expect(said).toMatchObject({ sentence: 'enter', count: 400 });
});

test.each([
  ['leave', { leaves: 1, shelves: { count: 1, items: [shelf(0, 1)] } }],
  ['nodes', { nodes: { count: 2, items: [] }, rules: { count: 1, items: [] } }],
  ['plans', { ratePlans: { added: 0, removed: 0, changed: 8 } }],
  ['rules', { rules: { count: 1, items: [] } }],
  ['other', { settings: [{ pointer: '/name/en', before: 'a', after: 'b' }] }],
  ['nothing', { total: 0 }],
] as const)('else it is about %s', (sentence, said) => {
  expect(headlineOf(summary(said as Partial<Summary>)).sentence).toBe(sentence);
});

test('numbers that are nought are not shown', () => {
  const figures = figuresOf(summary({ enters: 3, nodeChanges: { moved: 2, hidden: 1, described: 1 } }));
  expect(figures).toEqual([
    { name: 'enters', count: 3, tone: 'gain' },
    { name: 'nodesMoved', count: 2, tone: 'plain' },
    { name: 'nodesOther', count: 2, tone: 'plain' },
  ]);
});

test('what takes away or lets more see is red, the rest amber', () => {
  expect(isGrave('shelf_emptied')).toBe(true);
  expect(isGrave('access_widens')).toBe(true);
  expect(isGrave('shelf_shrinks')).toBe(false);
});
