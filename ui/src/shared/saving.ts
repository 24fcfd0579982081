// Saving what somebody else may have changed meanwhile: If-Match, and after a 412 the person decides field by field.
import { Problem, type Tagged } from './api';

export interface Saving<T extends object, R> {
  /** What the form began with, and its ETag. */
  seen: Tagged<T>;
  mine: T;
  read: () => Promise<Tagged<T>>;
  write: (wanted: T, etag: string) => Promise<R>;
  /** Asks whose changes stay; null when the person gave up. */
  settle: (base: T, mine: T, theirs: T) => Promise<Partial<T> | null>;
}

/** Answers what was saved, or null when the person gave up; refusals other than 412 are thrown. */
export async function saved<T extends object, R>(saving: Saving<T, R>): Promise<R | null> {
  let { seen, mine } = saving;
  for (;;) {
    try {
      return await saving.write(mine, seen.etag);
    } catch (wrong) {
      if (!(wrong instanceof Problem && wrong.isStale)) throw wrong;
      const theirs = await saving.read();
      const kept = await saving.settle(seen.body, mine, theirs.body);
      if (kept === null) return null;
      seen = theirs;
      mine = { ...theirs.body, ...kept };
    }
  }
}
