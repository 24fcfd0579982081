import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { Problem } from '@/shared/api';
import { putDemands } from '../changing';
import { demandsQuery, readDemands } from '../queries';
import { useDemanding } from './useDemanding';

const resolve = vi.fn();
vi.mock('@/shared/conflict', () => ({ useConflict: () => ({ resolve }) }));
vi.mock('../changing', async (original) => ({
  ...(await original<typeof import('../changing')>()),
  putDemands: vi.fn(),
}));
vi.mock('../queries', async (original) => ({
  ...(await original<typeof import('../queries')>()),
  readDemands: vi.fn(),
}));

const NOTHING = {
  casesPass: false,
  rulePercent: 0,
  rowPercent: 0,
  conditionPercent: 0,
  referencesHold: false,
};
const MINE = { ...NOTHING, casesPass: true };
const THEIRS = { body: { ...NOTHING, rulePercent: 80 }, etag: '"b"' };
const stale = new Problem({ code: 'rules.demands_changed', status: 412, title: '', detail: '' });
const put = vi.mocked(putDemands);

function demanding() {
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const seen = { body: NOTHING, etag: '"a"' };
  const { result, rerender } = renderHook((demands) => useDemanding('main', demands), {
    wrapper,
    initialProps: seen,
  });
  return { result, rerender, known: () => client.getQueryData(demandsQuery('main').queryKey) };
}

beforeEach(() => {
  put.mockReset();
  resolve.mockReset();
  vi.mocked(readDemands).mockResolvedValue(THEIRS);
});

test('what is read anew while somebody decides is not what they have seen', async () => {
  const { result, rerender } = demanding();
  rerender(THEIRS);
  put.mockResolvedValueOnce({ body: MINE, etag: '"c"' });
  await result.current.put(MINE);
  expect(put).toHaveBeenCalledWith('main', MINE, '"a"');
});

test('who changed it meanwhile is shown, and what they changed stays unless it is overruled', async () => {
  const { result, known } = demanding();
  const both = { body: { ...THEIRS.body, casesPass: true }, etag: '"c"' };
  put.mockRejectedValueOnce(stale).mockResolvedValueOnce(both);
  resolve.mockResolvedValueOnce({ casesPass: true });
  await result.current.put(MINE);
  expect(resolve.mock.lastCall?.[0]).toMatchObject({ base: NOTHING, mine: MINE, theirs: THEIRS.body });
  const asked = resolve.mock.lastCall?.[0].fields.map((each: { key: string }) => each.key);
  expect(asked.sort()).toEqual(Object.keys(NOTHING).sort());
  expect(put).toHaveBeenLastCalledWith('main', both.body, '"b"');
  expect(known()).toEqual(both);
});

test('who gives up has seen what is demanded now', async () => {
  const { result, known } = demanding();
  put.mockRejectedValueOnce(stale);
  resolve.mockResolvedValueOnce(null);
  expect(await result.current.put(MINE)).toBeNull();
  expect(known()).toEqual(THEIRS);
});

test('taking it back names the state that was made', async () => {
  const { result } = demanding();
  put.mockResolvedValue({ body: MINE, etag: '"c"' });
  const takeBack = await result.current.put(MINE);
  await takeBack?.();
  expect(put).toHaveBeenLastCalledWith('main', NOTHING, '"c"');
});
