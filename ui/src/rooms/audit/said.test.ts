import { differencesOf, nameOf, slotsOf, thingOf } from './said';

test('people are called by their names', () => {
  expect(nameOf('user:tess')).toBe('tess');
  expect(nameOf('cli:root')).toBe('root');
  expect(nameOf('token:01a224cb-8d7d')).toBe('token 01a224cb');
});

test('a node is called by where it stands, as far as anybody knows', () => {
  const subject = 'node:a22f1942-96d8-5e81-a0ec-49992d44811f';
  expect(thingOf({ subject, detail: { catalog: 'global', path: 'Hardware.Laptops' } })).toBe(
    'Hardware › Laptops',
  );
  expect(thingOf({ subject, detail: { from: 'A.B', to: 'C.B' } })).toBe('C › B');
  expect(thingOf({ subject, detail: null }, 'A.B')).toBe('A › B');
  expect(thingOf({ subject, detail: null })).toBe('a22f1942');
});

test('the slots of a move say from where and to where', () => {
  const entry = {
    action: 'catalogs.node_moved',
    actor: 'user:tess',
    subject: 'node:a22f1942',
    detail: { from: 'Old.Laptops', to: 'Hardware.Laptops', nodes: 12 },
  };
  expect(slotsOf(entry)).toMatchObject({
    who: 'tess',
    from: 'Old › Laptops',
    to: 'Hardware › Laptops',
    count: 12,
  });
});

test('pairs stand beside each other, the rest behind them', () => {
  expect(differencesOf({ from: 'a', to: 'b', nodes: 2 })).toEqual([
    { name: 'path', before: 'a', after: 'b' },
    { name: 'nodes', after: '2' },
  ]);
  expect(differencesOf({ changes: { type: ['category', 'bundleNode'] } })).toEqual([
    { name: 'type', before: 'category', after: 'bundleNode' },
  ]);
  expect(differencesOf(null)).toEqual([]);
});
