import { consequencesOf } from './consequences';
import { grown } from './growing';

test('what goes with a node is counted: alone, and with everything below', () => {
  const tree = grown(
    { a: { b: {}, c: {} } },
    { a: { assigned: 2, ratePlans: 1, ratePlansBelow: 9 }, 'a.b': { assigned: 3 } },
  );
  expect(consequencesOf(tree, ['a'])).toEqual({
    children: 2,
    nodes: 3,
    isCounted: true,
    own: { assigned: 2, served: 1 },
    all: { assigned: 5, served: 9 },
  });
});

test('where levels are missing, nobody claims to have counted', () => {
  const tree = grown({ a: {} }, { a: { children: 4 } });
  expect(consequencesOf(tree, ['a']).isCounted).toBe(false);
});
