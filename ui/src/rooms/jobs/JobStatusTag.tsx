import { useTranslation } from 'react-i18next';
import { StatusTag, type Tone } from '@/shared/StatusTag';
import type { JobStatus } from './queries';

const TONES: Record<JobStatus, Tone> = {
  queued: 'plain',
  running: 'info',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'wait',
};

export function JobStatusTag({ status }: { status: JobStatus }) {
  const { t } = useTranslation('jobs');
  return <StatusTag tone={TONES[status]}>{t(`status.${status}`)}</StatusTag>;
}
