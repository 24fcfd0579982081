// What every environment serves of a catalog now.
import { useQueries, useQuery } from '@tanstack/react-query';
import { environmentsQuery } from '@/app/environments';
import { liveIn } from '../publish/publishing';

/** Environments by the digest that they serve. */
export function useLiveMarks(catalog: string): Map<string, string[]> {
  const environments = useQuery(environmentsQuery).data?.items ?? [];
  return useQueries({
    queries: environments.map(({ key: environment }) => ({
      queryKey: ['publishing', environment, catalog, 'live'],
      queryFn: () => liveIn({ environment, catalog }),
    })),
    combine: (found) => {
      const marks = new Map<string, string[]>();
      found.forEach(({ data: digest }, at) => {
        if (digest) marks.set(digest, [...(marks.get(digest) ?? []), environments[at]!.key]);
      });
      return marks;
    },
  });
}
