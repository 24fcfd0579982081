// Which versions and tags there are to choose from: the console's own knowledge, no shop has it.
import { queryOptions } from '@tanstack/react-query';
import { api, inEnvironment, told } from '@/shared/api';

export const versionsQuery = (environment: string, catalog: string) =>
  queryOptions({
    queryKey: ['storefront', environment, 'versions', catalog],
    queryFn: async () => {
      const params = { path: { key: catalog }, query: { limit: 100 } };
      const headers = inEnvironment(environment);
      const [versions, tags] = await Promise.all([
        told(api.GET('/commerce/catalogs/{key}/versions', { params, headers })),
        told(api.GET('/commerce/catalogs/{key}/tags', { params, headers })),
      ]);
      return { versions: versions.items, tags: tags.items };
    },
  });

/** What may be typed: a number, or a digest's beginning. */
export function isDesignation(text: string): boolean {
  return /^\d{1,9}$|^[0-9a-f]{12,64}$/.test(text);
}
