import { type Ask, type Walk, walk } from './verifying';

const verdict = (last: number, complete: boolean, reason: string | null = null) => ({
  whole: reason === null,
  complete,
  checked: 1,
  last,
  head: 'ab',
  brokenAt: reason === null ? null : last + 1,
  reason,
});

async function all(ask: Ask): Promise<Walk[]> {
  const seen: Walk[] = [];
  for await (const each of walk(ask)) seen.push(each);
  return seen;
}

test('each piece goes on behind the last, up to the end', async () => {
  const asked: number[] = [];
  const steps = await all(async (after) => {
    asked.push(after);
    return verdict(after + 10, after === 20);
  });
  expect(asked).toEqual([0, 10, 20]);
  expect(steps.at(-1)).toMatchObject({ last: 30, done: true, brokenAt: undefined });
});

test('the first entry that does not hold ends the walk', async () => {
  const steps = await all(async (after) => verdict(after + 4, false, after > 0 ? 'it was changed' : null));
  expect(steps).toHaveLength(2);
  expect(steps[1]).toMatchObject({ done: true, brokenAt: 9, reason: 'it was changed' });
});
