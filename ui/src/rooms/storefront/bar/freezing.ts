import { api, inEnvironment, Problem, told, type Words } from '@/shared/api';

type Job = Words['JobOut'];

const AGAIN = 400;

/** The digest of the version that says what the draft says now; what customers see does not change. */
export async function freeze(environment: string, catalog: string): Promise<string> {
  let job: Job = await told(
    api.POST('/commerce/catalogs/{key}/freeze', {
      params: { path: { key: catalog }, header: { 'Idempotency-Key': crypto.randomUUID() } },
      headers: inEnvironment(environment),
      body: {},
    }),
  );
  while (job.status === 'queued' || job.status === 'running') {
    await new Promise((done) => setTimeout(done, AGAIN));
    job = await told(api.GET('/jobs/{job}', { params: { path: { job: job.id } } }));
  }
  return versionIn(job);
}

/** Throws Problem when the job ended otherwise. */
export function versionIn({ status, result, error }: Pick<Job, 'status' | 'result' | 'error'>): string {
  const version = (result as { version?: unknown } | null)?.version;
  if (status === 'succeeded' && typeof version === 'string') return version;
  const said = (error ?? {}) as { code?: string; detail?: string };
  throw new Problem({
    code: said.code ?? `jobs.${status}`,
    status: 409,
    title: status,
    detail: said.detail ?? status,
  });
}
