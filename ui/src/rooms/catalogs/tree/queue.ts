// Changes go to the service one after the other, in the order in which they were made: the second may build on the first.
const QUIET_MS = 300;

export class Queue {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Nothing was changed since everything was read: what is known of revisions holds. */
  isSettled = true;

  inTurn<T>(ask: () => Promise<T>): Promise<T> {
    this.waiting += 1;
    const turn = this.last.then(ask).finally(() => {
      this.waiting -= 1;
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** Once, a moment after the last change: reading in between would show what was before the next one. */
  whenQuiet(reread: () => Promise<unknown>) {
    this.isSettled = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      if (this.waiting > 0) return; // That one will ask for it again.
      await reread();
      if (this.waiting === 0) this.isSettled = true;
    }, QUIET_MS);
  }
}
