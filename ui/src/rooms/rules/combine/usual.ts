import type { TFunction } from 'i18next';
import type { Way } from '../changing';
import { subjectOf } from '../past/Who';
import type { Commit } from '../queries';

interface Names {
  source: string;
  branch: string;
}

/** What is said where nobody says anything else; the lines that git's own tools look for are git's. */
export function usualMessage(way: Way, names: Names, commit: Commit, t: TFunction<'rules'>): string {
  if (way === 'merge') return t('combine.merge.usual', { ...names });
  if (way === 'pick') return `${commit.message.trim()}\n\n(cherry picked from commit ${commit.id})`;
  const subject = subjectOf(commit.message);
  return `${t('combine.revert.usual', { subject })}\n\nThis reverts commit ${commit.id}.`;
}
