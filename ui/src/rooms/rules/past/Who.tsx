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

/** Who and when, the exact instant on hovering. */
export function Who({
  commit: { author, email, at },
}: {
  commit: Pick<Commit, 'author' | 'at'> & { email?: string };
}) {
  const { t } = useTranslation('rules');
  return (
    <span className="quiet" title={[email, instant(at)].filter(Boolean).join(' · ')}>
      {t('past.by', { who: author, when: ago(at) })}
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
