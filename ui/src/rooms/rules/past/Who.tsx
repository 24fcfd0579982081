import { useTranslation } from 'react-i18next';
import { shortId } from '@/rooms/repository/shortId';
import { ago, instant } from '@/shared/format';
import { useGo } from '../address';
import type { Commit } from '../queries';

export function subjectOf(message: string): string {
  return message.trim().split('\n', 1)[0] ?? '';
}

export function restOf(message: string): string {
  return message.trim().split('\n').slice(1).join('\n').trim();
}

interface Written {
  commit: Pick<Commit, 'author' | 'at'> & Partial<Pick<Commit, 'email' | 'landedBy'>>;
}

/** Who and when, the exact instant on hovering; a commit may say any author, so who brought it stands beside. */
export function Who({ commit: { author, email, at, landedBy } }: Written) {
  const { t } = useTranslation('rules');
  const who = landedBy && landedBy !== author ? t('past.brought', { who: author, by: landedBy }) : author;
  return (
    <span className="quiet" title={[email, instant(at)].filter(Boolean).join(' · ')}>
      {t('past.by', { who, when: ago(at) })}
    </span>
  );
}

/** A commit by its short name; pressing it opens it in the history. */
export function CommitLink({ id, at }: { id: string; at?: string }) {
  const { t } = useTranslation('rules');
  const go = useGo();
  return (
    <button
      type="button"
      className="rr-link mono"
      aria-label={t('past.open', { commit: shortId(id) })}
      onClick={() => go('/history', { at, commit: id })}
    >
      {shortId(id)}
    </button>
  );
}
