// A merge is tried; what both sides changed comes back as conflicts, is decided, and is sent again for the same two states.
import { useState } from 'react';
import { Problem } from '@/shared/api';
import { type Advance, type Combination, type Conflict, combine, conflictsOf } from '../changing';
import { type Choices, type Chosen, isSettled, toldChoices } from './choosing';

interface Open {
  conflicts: Conflict[];
  /** Of many, those beyond the first hundred come once these are decided. */
  beyond: number;
}

const NONE: Open = { conflicts: [], beyond: 0 };
type States = Pick<Combination, 'commit' | 'head'>;

export function useCombine(landed: (made: Advance) => Promise<unknown>) {
  const [open, setOpen] = useState(NONE);
  const [choices, setChoices] = useState<Choices>({});
  const [wrong, setWrong] = useState<unknown>(null);
  const [isRunning, setRunning] = useState(false);
  /** What was decided is for these two alone, wherever the branches have gone meanwhile. */
  const [between, setBetween] = useState<States | null>(null);

  function begin() {
    setBetween(null);
    setOpen(NONE);
    setChoices({});
    setWrong(null);
  }

  function take(refused: unknown, states: States) {
    const found = conflictsOf(refused);
    if (!found) return setWrong(refused);
    setBetween(states);
    const decided = open.conflicts.filter((each) => each.id in choices);
    setOpen({
      conflicts: [...decided, ...found.conflicts],
      beyond: found.count - found.conflicts.length,
    });
  }

  async function send(said: Omit<Combination, 'choices'>) {
    const states = between ?? { commit: said.commit, head: said.head };
    setRunning(true);
    setWrong(null);
    try {
      await landed(await combine({ ...said, ...states, choices: toldChoices(open.conflicts, choices) }));
    } catch (refused) {
      take(refused, states);
    } finally {
      setRunning(false);
    }
  }

  return {
    ...open,
    choices,
    wrong,
    isRunning,
    hasMoved: wrong instanceof Problem && wrong.isStale,
    isSettled: open.conflicts.every((each) => isSettled(each, choices)),
    choose: (conflict: string, chosen: Chosen) => setChoices((before) => ({ ...before, [conflict]: chosen })),
    begin,
    send,
  };
}
