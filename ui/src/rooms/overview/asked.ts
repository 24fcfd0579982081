import { api, inEnvironment, told } from '@/shared/api';

export function catalogsOf(environment: string) {
  return {
    queryKey: ['catalogs', environment, 'list'],
    queryFn: () =>
      told(
        api.GET('/commerce/catalogs', {
          params: { query: { limit: 50 } },
          headers: inEnvironment(environment),
        }),
      ),
  };
}

/** The newest publication of a catalog, which need not be what is served: somebody may have rolled back. */
export function lastPublication(environment: string, catalog: string) {
  return {
    queryKey: ['publishing', environment, catalog, 'last'],
    queryFn: async () => {
      const page = await told(
        api.GET('/commerce/catalogs/{key}/versions', {
          params: { path: { key: catalog }, query: { limit: 1 } },
          headers: inEnvironment(environment),
        }),
      );
      return page.items[0] ?? null;
    },
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
