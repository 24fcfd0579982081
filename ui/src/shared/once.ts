// A request that must not be done twice: its Idempotency-Key is kept until the service has answered.
import { Problem } from './api';

export interface Attempt {
  key: string;
  /** What `look` found before the first attempt: the state that was decided on. */
  state: string;
}

/**
 * Sends with the key of this intent, which has to name everything that is sent. While no answer came (the connection
 * was lost, the page was closed) key and state stay, so that asking again is answered with the first one's result.
 */
export async function once<T>(
  intent: string,
  send: (attempt: Attempt) => Promise<T>,
  look: () => Promise<string> = async () => '',
): Promise<T> {
  const kept = `once:${intent}`;
  const attempt = unanswered(kept) ?? { key: crypto.randomUUID(), state: await look() };
  sessionStorage.setItem(kept, JSON.stringify(attempt));
  try {
    const answer = await send(attempt);
    sessionStorage.removeItem(kept);
    return answer;
  } catch (wrong) {
    if (wrong instanceof Problem && !wrong.isAway) sessionStorage.removeItem(kept);
    throw wrong;
  }
}

function unanswered(kept: string): Attempt | null {
  const said = sessionStorage.getItem(kept);
  return said === null ? null : (JSON.parse(said) as Attempt);
}
