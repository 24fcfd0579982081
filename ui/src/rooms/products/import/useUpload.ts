// A file on its way: how much has gone out, and what became of it when the line broke.
import { useEffect, useRef, useState } from 'react';
import { CutOff, type Job, type Sending, send, type Wanted } from './upload';

export type Way =
  | { is: 'idle' }
  | { is: 'sending'; sent: number; size: number; dryRun: boolean }
  | { is: 'cut'; sent: number; size: number; dryRun: boolean }
  | { is: 'refused'; wrong: unknown };

export function useUpload(environment: string, arrived: (job: Job) => void) {
  const [way, setWay] = useState<Way>({ is: 'idle' });
  const sending = useRef<Sending | null>(null);
  // The same order of the same file keeps its key, so that trying again after a lost answer makes no second job.
  const order = useRef({ words: '', body: null as Blob | null, key: '' });

  useEffect(() => {
    if (way.is !== 'sending') return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [way.is]);

  async function start(wanted: Wanted, body: Blob) {
    const words = JSON.stringify(wanted);
    if (order.current.words !== words || order.current.body !== body) {
      order.current = { words, body, key: crypto.randomUUID() };
    }
    const { dryRun } = wanted;
    const { size } = body;
    setWay({ is: 'sending', sent: 0, size, dryRun });
    sending.current = send(environment, wanted, body, order.current.key, (sent) =>
      setWay({ is: 'sending', sent, size, dryRun }),
    );
    try {
      const job = await sending.current.job;
      order.current.key = crypto.randomUUID();
      setWay({ is: 'idle' });
      arrived(job);
    } catch (wrong) {
      setWay(
        wrong instanceof CutOff ? { is: 'cut', sent: wrong.sent, size, dryRun } : { is: 'refused', wrong },
      );
    }
  }
  return { way, start, stop: () => sending.current?.stop(), forget: () => setWay({ is: 'idle' }) };
}
