// Which columns somebody wants to see, remembered on this machine.
import { useState } from 'react';

export function readChoice(name: string, first: string[]): string[] {
  try {
    const said: unknown = JSON.parse(localStorage.getItem(`columns:${name}`) ?? '');
    if (Array.isArray(said) && said.every((each) => typeof each === 'string')) return said;
  } catch {
    // nothing chosen yet, or something that is no choice
  }
  return first;
}

export function useChosenColumns(name: string, first: string[]): [string[], (chosen: string[]) => void] {
  const [chosen, setChosen] = useState(() => readChoice(name, first));
  const choose = (next: string[]) => {
    localStorage.setItem(`columns:${name}`, JSON.stringify(next));
    setChosen(next);
  };
  return [chosen, choose];
}
