import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Card, Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { ago, instant } from '@/shared/format';
import { Answer } from '@/shared/states';
import { CancelJob } from './CancelJob';
import { JobProgress } from './JobProgress';
import { JobStatusTag } from './JobStatusTag';
import { Outcome } from './Outcome';
import { type Job, jobQuery } from './queries';
import { Steps } from './Steps';
import { catalogOf, workOf } from './words';

/** One job, at an address of its own: whoever reloads it finds it as far as it has come. */
export function Page() {
  const { job } = useParams({ strict: false }) as { job: string };
  const asked = useQuery(jobQuery(job));
  return <Answer asked={asked}>{(found) => <Shown job={found} />}</Answer>;
}

function Shown({ job }: { job: Job }) {
  const { t } = useTranslation('jobs');
  const environment = useEnvironment();
  const catalog = catalogOf(job.params);
  return (
    <div style={{ maxWidth: 860, display: 'flex', flexDirection: 'column', gap: 12 }}>
      <Link to="/$environment/jobs" params={{ environment }}>
        {t('toAll')}
      </Link>
      <Card
        size="small"
        title={
          <h2 style={{ margin: 0, fontSize: 16 }}>
            {t(workOf(job), { defaultValue: job.kind })} {catalog && <span className="mono">{catalog}</span>}
          </h2>
        }
        extra={
          <span style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
            <JobStatusTag status={job.status} />
            <CancelJob job={job} />
          </span>
        }
      >
        <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
          <JobProgress job={job} />
          <Steps steps={job.steps} />
          <Outcome job={job} />
          <Descriptions size="small" column={2} items={itemsOf(job)} />
        </div>
      </Card>
    </div>
  );
  function itemsOf(job: Job) {
    const at = (when: string | null) =>
      when === null ? '–' : <span title={ago(when)}>{instant(when)}</span>;
    return [
      { key: 'environment', label: t('environment'), children: job.environmentKey || '–' },
      { key: 'by', label: t('by'), children: job.createdBy },
      { key: 'asked', label: t('asked'), children: at(job.createdAt) },
      { key: 'started', label: t('started'), children: at(job.startedAt) },
      { key: 'finished', label: t('finished'), children: at(job.finishedAt) },
      { key: 'id', label: t('id'), children: <span className="mono">{job.id}</span> },
    ];
  }
}
