// Long work, asked for again every two seconds while it runs and somebody looks.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, told, type Words } from '@/shared/api';

export type Job = Words['JobOut'];
export type JobStatus = Job['status'];

export const STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export const KINDS = [
  'promotions.publish',
  'promotions.republish',
  'publishing.freeze',
  'publishing.restore',
  'products.import',
  'pricing.import',
] as const;

const AGAIN = 2_000;
const PAGE = 50;

export function isFinal(status: JobStatus): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled';
}

export function jobQuery(id: string) {
  return queryOptions({
    queryKey: ['jobs', id],
    queryFn: () => told(api.GET('/jobs/{job}', { params: { path: { job: id } } })),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isFinal(data.status) ? false : AGAIN),
  });
}

export interface Filter {
  kind?: string;
  status?: JobStatus;
}

export function jobsQuery(filter: Filter) {
  return infiniteQueryOptions({
    queryKey: ['jobs', 'list', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after }) =>
      told(api.GET('/jobs', { params: { query: { limit: PAGE, after, ...filter } } })),
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some((page) => page.items.some((job) => !isFinal(job.status))) ? AGAIN : false,
  });
}

/** Without If-Match: a job moves on by itself, and whoever cancels it means whatever it has come to. */
export function cancelJob(id: string): Promise<Job> {
  return told(api.POST('/jobs/{job}/cancel', { params: { path: { job: id } } }));
}
