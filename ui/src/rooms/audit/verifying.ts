// The chain is walked in pieces, so that the way can be seen and stopped.
import { api, told, type Words } from '@/shared/api';

type Verdict = Words['VerdictOut'];

export interface Walk {
  first: number;
  last: number;
  head: string;
  done: boolean;
  brokenAt?: number;
  reason?: string;
}

const PIECE = 5_000;

export type Ask = (after: number, limit: number) => Promise<Verdict>;

const askService: Ask = (after, limit) =>
  told(api.GET('/audit/verify', { params: { query: { after, limit } } }));

/** Each piece goes on behind the last; the end of the chain, or what does not hold, ends it. */
export async function* walk(ask: Ask = askService): AsyncGenerator<Walk> {
  let after = 0;
  for (;;) {
    const { whole, complete, last, head, brokenAt, reason } = await ask(after, PIECE);
    const done = complete || !whole;
    yield {
      first: 1,
      last,
      head,
      done,
      brokenAt: whole ? undefined : (brokenAt ?? last + 1),
      reason: reason ?? undefined,
    };
    if (done) return;
    after = last;
  }
}
