// Sending a file with its progress. fetch does not tell how much has gone out, XMLHttpRequest does.
import { inEnvironment, Problem, type ProblemWords, type Words } from '@/shared/api';
import type { Of } from './targets';

export type Job = Words['JobOut'];
export type Format = 'csv' | 'ndjson' | 'json';
export type Policy = 'reject-everything' | 'reject-failed-rows';

export interface Wanted {
  of: Of;
  format: Format;
  policy: Policy;
  dryRun: boolean;
  map: string[];
}

export function addressOf({ of, format, policy, dryRun, map }: Wanted): string {
  const query = new URLSearchParams({ format, policy, dryRun: String(dryRun) });
  for (const each of map) query.append('map', each);
  if (of !== 'tariffs') query.set('of', of);
  return `${of === 'tariffs' ? '/commerce/prices/imports' : '/commerce/imports'}?${query}`;
}

/** The connection broke in the middle: what had gone out is thrown away by the service, nothing was changed. */
export class CutOff extends Error {
  constructor(
    readonly sent: number,
    readonly size: number,
  ) {
    super('the upload was cut off');
  }
}

const TYPES: Record<Format, string> = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  json: 'application/json',
};

export interface Sending {
  job: Promise<Job>;
  stop: () => void;
}

/** `key`: sent again with the same one, a file whose answer was lost makes no second job. */
export function send(
  environment: string,
  wanted: Wanted,
  body: Blob,
  key: string,
  onProgress: (sent: number) => void,
): Sending {
  const request = new XMLHttpRequest();
  let sent = 0;
  const job = new Promise<Job>((resolve, reject) => {
    request.open('POST', addressOf(wanted));
    const headers = { ...inEnvironment(environment), 'X-Console': '1', 'Idempotency-Key': key };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.setRequestHeader('Content-Type', TYPES[wanted.format]);
    request.upload.onprogress = (event) => {
      sent = event.loaded;
      onProgress(sent);
    };
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as Job);
      else reject(problemOf(request));
    };
    request.onerror = () => reject(new CutOff(sent, body.size));
    request.onabort = () => reject(new CutOff(sent, body.size));
    request.send(body);
  });
  return { job, stop: () => request.abort() };
}

function problemOf(request: XMLHttpRequest): Problem {
  try {
    const said = JSON.parse(request.responseText) as ProblemWords;
    if (typeof said.code === 'string') return new Problem(said);
  } catch {
    // a proxy's page, no words of the service
  }
  const { status, statusText } = request;
  return new Problem({ code: `http.${status}`, status, title: statusText, detail: statusText });
}
