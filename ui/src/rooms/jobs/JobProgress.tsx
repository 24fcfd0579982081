import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { isFinal, type Job } from './queries';
import { StepWords } from './Steps';

/** How far a job is, and what it is doing. */
export function JobProgress({ job }: { job: Job }) {
  const { t } = useTranslation('jobs');
  const status = job.status === 'failed' ? 'exception' : job.status === 'succeeded' ? 'success' : 'normal';
  return (
    <div>
      <Progress percent={job.progress} status={status} size="small" aria-label={t('progress')} />
      {!isFinal(job.status) && (
        <div className="quiet" aria-live="polite">
          <Doing job={job} />
          {job.attempt > 1 && ` · ${t('attempt', { attempt: job.attempt, most: job.mostAttempts })}`}
        </div>
      )}
    </div>
  );
}

function Doing({ job }: { job: Job }) {
  const { t } = useTranslation('jobs');
  if (job.cancelRequested) return t('cancelling');
  if (job.status === 'queued') return t('steps.queued');
  return <StepWords said={job.step} />;
}
