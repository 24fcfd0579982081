import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { isFinal, type Job } from './queries';
import { stepOf } from './words';

/** How far a job is, and what it is doing. */
export function JobProgress({ job }: { job: Job }) {
  const { t } = useTranslation('jobs');
  const step = stepOf(job.step);
  const status = job.status === 'failed' ? 'exception' : job.status === 'succeeded' ? 'success' : 'normal';
  return (
    <div>
      <Progress percent={job.progress} status={status} size="small" aria-label={t('progress')} />
      {!isFinal(job.status) && (
        <div className="quiet" aria-live="polite">
          {job.cancelRequested
            ? t('cancelling')
            : job.status === 'queued'
              ? t('steps.queued')
              : step
                ? t(step.key, step.values)
                : job.step}
        </div>
      )}
    </div>
  );
}
