// What a thing decided, line by line: of sets of rules what they do, of tables what leaves them, of guardrails what is
// breached, and of what only has conditions which of them hold.
import { shownValue } from '../tests/values';
import { isOfRules } from './deciding';

type Does = [action: string, payload: object, line: number | null, target: string | null, value: unknown];
type Breach = { guardrail: string; limit: string; breach: string };

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
  if (kind === 'guardrail' && isPair(said)) {
    const [outcome, breaches] = said as [string, Breach[]];
    return [outcome, ...breaches.map((each) => `${each.breach} ${each.guardrail} ${each.limit}`)];
  }
  if (!isOfRules(kind) && typeof said === 'object' && said !== null) {
    const lines = Object.entries(said).map(([place, outcome]) => `${place}: ${outcome}`);
    return lines.length > 0 ? lines : ['–'];
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
