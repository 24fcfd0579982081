// What a thing decided, line by line: of sets of rules what they do, of tables what leaves them.
import { shownValue } from '../tests/values';

type Does = [action: string, payload: object, line: number | null, target: string | null, value: unknown];

export function answersOf(kind: string, said: unknown): string[] {
  if (kind === 'ruleset' && isPair(said)) {
    const [undecided, does] = said as [string[], Does[]];
    const lines = [...undecided.map((each) => each.toUpperCase()), ...does.map(doneIn)];
    return lines.length > 0 ? lines : ['–'];
  }
  if (kind === 'table' && isPair(said)) {
    const [outcome, result] = said;
    return [outcome === 'MATCH' ? shownValue(result) : String(outcome)];
  }
  return [typeof said === 'string' ? said : shownValue(said)];
}

function doneIn([action, payload, line, target, value]: Does): string {
  const said = target === null ? shownValue(payload).slice(1, -1) : `${target} = ${shownValue(value)}`;
  return [action, said, line === null ? '' : `[${line}]`].filter(Boolean).join(' ');
}

function isPair(said: unknown): said is [unknown, unknown] {
  return Array.isArray(said) && said.length === 2;
}
