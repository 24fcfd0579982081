import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Card } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CancelJob } from '@/rooms/jobs/CancelJob';
import { JobProgress } from '@/rooms/jobs/JobProgress';
import { JobStatusTag } from '@/rooms/jobs/JobStatusTag';
import { Outcome } from '@/rooms/jobs/Outcome';
import { isFinal, type Job, jobQuery } from '@/rooms/jobs/queries';
import { Steps } from '@/rooms/jobs/Steps';
import { publishedDigest } from '@/rooms/jobs/words';
import { Answer } from '@/shared/states';
import { Digest } from '../CatalogHead';
import type { Ends } from '../queries';
import { RollbackDialog } from '../versions/RollbackDialog';

const PUBLISH = 'promotions.publish';

interface Shown {
  ends: Ends;
  job: string;
  close: () => void;
}

/** A publish on its way, then what came of it and where to go from there. */
export function PublishProgress({ ends, job: id, close }: Shown) {
  const { t } = useTranslation('publishing');
  const { environment, catalog } = ends;
  const asked = useQuery(jobQuery(id));
  const queries = useQueryClient();
  const isOver = asked.data !== undefined && isFinal(asked.data.status);
  useEffect(() => {
    if (isOver) void queries.invalidateQueries();
  }, [isOver, queries]);
  return (
    <Card
      size="small"
      title={t(asked.data?.kind === 'publishing.freeze' ? 'progress.freezing' : 'progress.title', {
        catalog,
      })}
      extra={asked.data && <JobStatusTag status={asked.data.status} />}
    >
      <Answer asked={asked} rows={2}>
        {(job) => (
          <div className="pub-stack">
            <JobProgress job={job} />
            <Steps steps={job.steps} />
            {job.status === 'succeeded' && job.kind === PUBLISH ? (
              <Live ends={ends} job={job} />
            ) : (
              <Outcome job={job} />
            )}
            <div className="pub-line">
              <CancelJob job={job} />
              <Link to="/$environment/jobs/$job" params={{ environment, job: job.id }}>
                {t('progress.toJob')}
              </Link>
              {isFinal(job.status) && (
                <Button size="small" onClick={close}>
                  {t('progress.close')}
                </Button>
              )}
            </div>
          </div>
        )}
      </Answer>
    </Card>
  );
}

function Live({ ends: { environment, catalog }, job }: { ends: Ends; job: Job }) {
  const { t } = useTranslation('publishing');
  const [back, setBack] = useState(false);
  const digest = publishedDigest(job.result);
  if (digest === null) return null;
  return (
    <>
      <div>
        {t('progress.live', { catalog, environment })} <Digest digest={digest} />
      </div>
      <div className="pub-line">
        <Link to="/$environment/play/shop" params={{ environment }} search={{ catalog, version: digest }}>
          {t('progress.toShop')}
        </Link>
        <Button size="small" onClick={() => setBack(true)}>
          {t('progress.takeBack')}
        </Button>
      </div>
      {back && <RollbackDialog place={{ environment, catalog }} to="previous" close={() => setBack(false)} />}
    </>
  );
}
