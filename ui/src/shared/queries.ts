import { QueryClient } from '@tanstack/react-query';
import { Problem } from './api';

/** Refusals are answers and not asked again; a service that is away is asked twice more. */
function asksAgain(times: number, wrong: Error): boolean {
  return wrong instanceof Problem && wrong.isAway && times < 2;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: asksAgain, staleTime: 15_000, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});
