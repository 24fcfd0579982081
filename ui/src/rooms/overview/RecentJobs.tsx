import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Words } from '@/shared/api';
import { ago } from '@/shared/format';
import { StatusTag, type Tone } from '@/shared/StatusTag';
import { Answer, Nothing } from '@/shared/states';
import { jobsOf } from './asked';

type Status = Words['JobStatus'];

const TONES: Partial<Record<Status, Tone>> = {
  succeeded: 'good',
  failed: 'bad',
  running: 'info',
  queued: 'wait',
};

export function RecentJobs({ environment }: { environment: string }) {
  const { t } = useTranslation('overview');
  const asked = useQuery(jobsOf(environment));
  return (
    <Answer asked={asked}>
      {({ items }) => (
        <>
          {items.length === 0 && <Nothing>{t('jobs.none')}</Nothing>}
          <ol className="lines">
            {items.map((job) => (
              <li key={job.id}>
                <Link to="/$environment/jobs/$job" params={{ environment, job: job.id }}>
                  {job.kind}
                </Link>
                <StatusTag tone={TONES[job.status] ?? 'plain'}>
                  {t(`jobs.${job.status}`, job.status)}
                </StatusTag>
                <time className="quiet" dateTime={job.createdAt}>
                  {ago(job.createdAt)}
                </time>
              </li>
            ))}
          </ol>
        </>
      )}
    </Answer>
  );
}
