// The service, typed by its own OpenAPI document. `told` turns every no into a Problem that can be caught and shown.
import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from '@/api/generated/schema';

export type Words = components['schemas'];

/** RFC 9457: what the service says when it says no. */
export interface ProblemWords {
  code: string;
  status: number;
  title: string;
  detail: string;
  pointer?: string;
  suggestion?: string;
  requestId?: string;
  errors?: { pointer: string; detail: string; code?: string; suggestion?: string }[];
  [more: string]: unknown;
}

export class Problem extends Error {
  constructor(readonly said: ProblemWords) {
    super(said.detail);
    this.name = 'Problem';
  }
  get code() {
    return this.said.code;
  }
  get status() {
    return this.said.status;
  }
  /** Somebody else changed it meanwhile. */
  get isStale() {
    return this.said.status === 412;
  }
  get isForbidden() {
    return this.said.status === 403;
  }
  get isAway() {
    return this.said.status === 0 || this.said.status >= 502;
  }
}

/** The request never came to an answer: the network, or a service that is down. */
export function unreachable(): Problem {
  return new Problem({
    code: 'console.unreachable',
    status: 0,
    title: 'Unreachable',
    detail: 'the service cannot be reached',
  });
}

/** Something answered that is not the service: a proxy's page, or an answer cut off. Whether it was done is not known. */
function unreadable(wrong: unknown): Problem {
  return new Problem({ code: 'console.unreadable', status: 502, title: 'Unreadable', detail: String(wrong) });
}

/** X-Console: a page of another origin cannot send it without asking first, so it guards against forged requests. */
const manners: Middleware = {
  onRequest({ request }) {
    request.headers.set('X-Console', '1');
    return request;
  },
  onError() {
    return unreachable();
  },
};

export const api = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin' });
api.use(manners);

/** The header that says which environment a call means. */
export function inEnvironment(environment: string) {
  return { 'X-Environment': environment };
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

function problemIn(answer: Answer<unknown>): Problem {
  const said = answer.error as Partial<ProblemWords> | undefined;
  const { status } = answer.response;
  if (said && typeof said === 'object' && typeof said.code === 'string')
    return new Problem(said as ProblemWords);
  return new Problem({
    code: `http.${status}`,
    status,
    title: answer.response.statusText,
    detail: answer.response.statusText,
  });
}

/** The answer's body; throws Problem. */
export async function told<T>(asked: Promise<Answer<T>>): Promise<T> {
  return (await toldWithTag(asked)).body;
}

export interface Tagged<T> {
  body: T;
  /** What If-Match wants when this thing is changed. */
  etag: string;
}

/** Body and ETag, which the next change of the thing has to name; throws Problem. */
export async function toldWithTag<T>(asked: Promise<Answer<T>>): Promise<Tagged<T>> {
  const answer = await asked.catch((wrong: unknown) => {
    throw wrong instanceof Problem ? wrong : unreadable(wrong);
  });
  if (!answer.response.ok) throw problemIn(answer);
  return { body: answer.data as T, etag: answer.response.headers.get('ETag') ?? '' };
}
