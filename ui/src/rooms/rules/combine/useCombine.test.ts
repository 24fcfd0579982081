import { act, renderHook } from '@testing-library/react';
import { Problem } from '@/shared/api';
import { type Combination, combine } from '../changing';
import { useCombine } from './useCombine';

vi.mock('../changing', async (original) => ({
  ...(await original<typeof import('../changing')>()),
  combine: vi.fn(),
}));

const conflict = (id: string) => ({
  id,
  thing: id,
  file: 'predicates/a.json',
  place: [],
  base: '1',
  ours: '2',
  theirs: '3',
  cut: {},
});
const refusal = (code: string, more: object = {}) =>
  new Problem({ code, status: 409, title: '', detail: '', ...more });
const MERGE = { way: 'merge', commit: 'theirs', branch: 'main', message: '', head: 'ours' } as const;
const asked = vi.mocked(combine);

function tried(said: Omit<Combination, 'choices'> = MERGE) {
  const landed = vi.fn(async () => undefined);
  const { result } = renderHook(() => useCombine(landed));
  return { result, landed, send: (next = said) => act(() => result.current.send(next)) };
}

test('what was decided is sent for the two states that it was decided between', async () => {
  const { result, landed, send } = tried();
  asked.mockRejectedValueOnce(refusal('rules.merge_conflicts', { failed: 1, conflicts: [conflict('a')] }));
  await send();
  expect(result.current.isSettled).toBe(false);
  act(() => result.current.choose('a', { take: 'theirs' }));
  expect(result.current.isSettled).toBe(true);

  const trial = { cases: null, failed: null, job: null };
  const broken = { count: 0, items: [], untoldCount: 0, isMore: false };
  asked.mockResolvedValueOnce({
    branch: 'main',
    before: '',
    head: 'new',
    files: [],
    count: 0,
    trial,
    broken,
  });
  await send({ ...MERGE, commit: 'newer', head: 'elsewhere' });
  expect(asked).toHaveBeenLastCalledWith({
    ...MERGE,
    choices: [{ conflict: 'a', take: 'theirs' }],
  });
  expect(landed).toHaveBeenCalledOnce();
});

test('conflicts beyond the first hundred come beside those that are decided', async () => {
  const { result, send } = tried();
  asked.mockRejectedValueOnce(refusal('rules.merge_conflicts', { failed: 2, conflicts: [conflict('a')] }));
  await send();
  expect(result.current.beyond).toBe(1);
  act(() => result.current.choose('a', { take: 'ours' }));
  asked.mockRejectedValueOnce(refusal('rules.merge_conflicts', { failed: 1, conflicts: [conflict('b')] }));
  await send();
  expect(result.current.conflicts.map((each) => each.id)).toEqual(['a', 'b']);
  expect(result.current.beyond).toBe(0);
});

test('a branch that moved on is looked at again from the beginning', async () => {
  const { result, send } = tried();
  asked.mockRejectedValueOnce(
    new Problem({ code: 'rules.branch_moved', status: 412, title: '', detail: '' }),
  );
  await send();
  expect(result.current.hasMoved).toBe(true);
  act(() => result.current.begin());
  expect(result.current.wrong).toBeNull();
});
