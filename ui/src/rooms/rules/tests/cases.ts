// What is to be known of cases beyond what the service says of each.
import type { Case, Part } from '../queries';

export const STATES = ['passed', 'failed', 'error'] as const;
export type CaseState = (typeof STATES)[number];

/** An error is a case that could not be answered. */
export function stateOf({ passed, outcome }: Pick<Case, 'passed' | 'outcome'>): CaseState {
  if (passed) return 'passed';
  return outcome === null || outcome === 'ERROR' ? 'error' : 'failed';
}

export function countsOf(cases: readonly Case[]): Record<CaseState, number> {
  const counts = { passed: 0, failed: 0, error: 0 };
  for (const each of cases) counts[stateOf(each)] += 1;
  return counts;
}

/** By file, id, name or subject. */
export function found(cases: readonly Case[], words: string | undefined): readonly Case[] {
  if (!words) return cases;
  const wanted = words.toLowerCase();
  return cases.filter(({ file, id, name, subject }) =>
    [file, id, name, subject.id].join(' ').toLowerCase().includes(wanted),
  );
}

/** Where its subject lies; a set lies where its rules do, if one of their files is named after it. */
export function fileOf({ subject }: Case, parts: readonly Part[]): string | undefined {
  const own = parts.find((each) => each.subject.kind === subject.kind && each.subject.id === subject.id);
  const named = `rulesets/${subject.id.replaceAll('.', '/')}.json`;
  return (own ?? parts.find((each) => subject.kind === 'ruleset' && each.file === named))?.file;
}

export interface Written {
  context: Record<string, unknown>;
  instant?: string;
  expect: Record<string, unknown>;
}

/** A case as its file says it, with what the file says once for all of them. */
export function writtenAt(content: string | null, pointer: string): Written | null {
  try {
    const file = JSON.parse(content ?? '') as Partial<Written> & { cases: Partial<Written>[] };
    const own = file.cases[Number(pointer.split('/')[2])]!;
    return {
      context: { ...file.context, ...own.context },
      instant: own.instant ?? file.instant,
      expect: own.expect ?? {},
    };
  } catch {
    return null;
  }
}
