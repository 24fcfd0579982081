// What can be referred to, and what it says here.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEnvironment } from '@/app/session';
import { ROOM } from '@/rooms/repository/queries';
import { api, inEnvironment, told } from '@/shared/api';
import { every } from '@/shared/every';
import type { RuleOut } from '../rule';
import { isWhole } from './refs';

const PAGE = 100;
const FOLDER = 'predicates';

/** The files of conditions at a branch, a tag or a commit; none where the folder is not there yet. */
export function usePredicates(at: string) {
  return useQuery({
    queryKey: [ROOM, 'predicates', at],
    queryFn: () =>
      every((after) =>
        told(api.GET('/rules/files', { params: { query: { at, below: FOLDER, limit: PAGE, after } } })),
      ),
    enabled: at !== '',
    retry: false,
    staleTime: 30_000,
  });
}

/** As a rule of a node: read by the service, which refuses what rate plans cannot answer. Asks for no rate plan. */
export function useReferred(ref: string) {
  const environment = useEnvironment();
  return useQuery({
    queryKey: ['rules', environment, 'referred', ref],
    queryFn: async ({ signal }): Promise<RuleOut> => {
      const body = { rule: { key: 'referred', ref }, sampleRatePlanIds: [] };
      const out = await told(
        api.POST('/commerce/rules/preview', {
          body: body as never,
          headers: inEnvironment(environment),
          signal,
        }),
      );
      return out.rules[0]!;
    },
    enabled: isWhole(ref),
    retry: false,
    staleTime: 10_000,
    placeholderData: keepPreviousData,
  });
}
