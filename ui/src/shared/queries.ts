import { QueryCache, QueryClient } from '@tanstack/react-query';
import { Problem } from './api';

/** Refusals are answers and not asked again; a service that is away is asked twice more. */
function asksAgain(times: number, wrong: Error): boolean {
  return wrong instanceof Problem && wrong.isAway && times < 2;
}

/** A session that has ended is noticed at the next question, whatever it was; the frame then has somebody sign in. */
const cache = new QueryCache({
  onError(wrong, { queryKey }) {
    const isOver = wrong instanceof Problem && wrong.status === 401;
    if (isOver && queryKey[0] !== 'me') void queryClient.invalidateQueries({ queryKey: ['me'] });
  },
});

export const queryClient = new QueryClient({
  queryCache: cache,
  defaultOptions: {
    queries: { retry: asksAgain, staleTime: 15_000, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});
