// The public GraphQL API as a shop asks it: as the person who is signed in, or as a customer nobody knows.
import { Problem, type ProblemWords, unreachable } from '@/shared/api';

export interface Seen {
  environment: string;
  tenant: string;
  /** Nobody: no cookie goes along, and the tenant has to be named. */
  anonymous: boolean;
}

interface GraphFault {
  message: string;
  extensions?: Partial<ProblemWords>;
}

interface GraphAnswer<T> {
  data?: T | null;
  errors?: GraphFault[];
  extensions?: Record<string, unknown>;
}

export function headersOf(seen: Seen): Record<string, string> {
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    'X-Environment': seen.environment,
  };
  return seen.anonymous ? { ...headers, 'X-Tenant': seen.tenant } : { ...headers, 'X-Console': '1' };
}

export async function post(seen: Seen, body: unknown, headers = headersOf(seen), signal?: AbortSignal) {
  try {
    return await fetch('/graphql', {
      method: 'POST',
      credentials: seen.anonymous ? 'omit' : 'same-origin',
      headers,
      body: JSON.stringify(body),
      signal,
    });
  } catch (wrong) {
    if (signal?.aborted) throw wrong;
    throw unreachable();
  }
}

/** The data of the answer; throws Problem, also for a refusal inside an answer that is fine as HTTP. */
export async function ask<T>(seen: Seen, query: string, variables: object, signal?: AbortSignal): Promise<T> {
  const response = await post(seen, { query, variables }, headersOf(seen), signal);
  const said = (await response.json().catch(() => null)) as (GraphAnswer<T> & Partial<ProblemWords>) | null;
  const fault = said?.errors?.[0];
  if (fault) throw problemOf(fault, response.status);
  if (said?.data) return said.data;
  throw new Problem({
    code: said?.code ?? `http.${response.status}`,
    status: response.status,
    title: said?.title ?? response.statusText,
    detail: said?.detail ?? response.statusText,
    requestId: said?.requestId,
  });
}

function problemOf({ message, extensions }: GraphFault, status: number): Problem {
  return new Problem({
    ...extensions,
    code: extensions?.code ?? 'graphql.error',
    status: extensions?.status ?? status,
    title: extensions?.title ?? message,
    detail: extensions?.detail ?? message,
  });
}
