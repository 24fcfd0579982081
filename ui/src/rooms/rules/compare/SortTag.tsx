import { useTranslation } from 'react-i18next';
import { StatusTag } from '@/shared/StatusTag';

/** Whether a file came, went, or says something else. */
export function SortTag({ before, after }: { before: string | null; after: string | null }) {
  const { t } = useTranslation('rules');
  if (before === null) return <StatusTag tone="good">{t('sort.added')}</StatusTag>;
  if (after === null) return <StatusTag tone="bad">{t('sort.removed')}</StatusTag>;
  return <StatusTag tone="info">{t('sort.changed')}</StatusTag>;
}
