import { api, inEnvironment, told } from '@/shared/api';

/** Every catalog: what is live, and whether the draft differs from it. */
export function catalogsOf(environment: string) {
  return {
    queryKey: ['overview', environment],
    queryFn: () =>
      told(
        api.GET('/commerce/overview', {
          params: { query: { limit: 50 } },
          headers: inEnvironment(environment),
        }),
      ),
  };
}

export function movesOf(environment: string) {
  return {
    queryKey: ['environments', environment, 'history', 6],
    queryFn: () =>
      told(
        api.GET('/environments/{environment}/history', {
          params: { path: { environment }, query: { limit: 6 } },
        }),
      ),
  };
}

export function jobsOf(environment: string) {
  return {
    queryKey: ['jobs', environment, 'recent'],
    queryFn: () =>
      told(api.GET('/jobs', { params: { query: { limit: 6 } }, headers: inEnvironment(environment) })),
    refetchInterval: 10_000,
  };
}
