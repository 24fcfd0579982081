import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { isFinal, jobQuery } from '@/rooms/jobs/queries';
import type { Tagged } from '@/shared/api';
import { ago, instant } from '@/shared/format';
import { StatusTag } from '@/shared/StatusTag';
import { Answer } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import { runCases } from '../changing';
import { type Demands, demandsQuery, type Run, runQuery } from '../queries';
import type { Revision } from '../revision';
import { useRights } from '../rights';
import { useChanged } from '../useChanged';
import { DemandsDialog } from './DemandsDialog';
import { Meters } from './Meters';
import { demandsAny } from './meeting';

/** The last run of this commit as a whole, beside what its branch demands. */
export function RunCard({ revision }: { revision: Revision }) {
  const { t } = useTranslation('rules');
  const branch = revision.branch?.name;
  const run = useQuery(runQuery(revision.commit.id));
  const demands = useQuery({ ...demandsQuery(branch ?? ''), enabled: branch !== undefined }).data;
  return (
    <section className="card rr-stack" aria-label={t('tests.run')}>
      <Answer asked={run} rows={2}>
        {(last) => (
          <>
            <div className="bar">
              <Outcome run={last} />
              <span style={{ flex: 1 }} />
              {branch && demands && <Demanded branch={branch} demands={demands} />}
              <RunAgain revision={revision} isFirst={last === null} />
            </div>
            {last && <Meters shares={last.shares} demands={demands?.body} />}
          </>
        )}
      </Answer>
    </section>
  );
}

function Outcome({ run }: { run: Run | null }) {
  const { t } = useTranslation('rules');
  if (run === null) return <span className="quiet">{t('tests.neverRun')}</span>;
  return (
    <>
      {run.failed > 0 ? (
        <StatusTag tone="bad">{t('tests.failed', { failed: run.failed, count: run.cases })}</StatusTag>
      ) : (
        <StatusTag tone="good">{t('tests.passed', { count: run.cases })}</StatusTag>
      )}
      <span className="quiet" title={instant(run.at)}>
        {t('tests.ranBy', { who: run.by, when: ago(run.at) })}
      </span>
    </>
  );
}

function Demanded({ branch, demands }: { branch: string; demands: Tagged<Demands> }) {
  const { t } = useTranslation('rules');
  const { mayProtect } = useRights();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      {!demandsAny(demands.body) && <span className="quiet">{t('demands.none', { branch })}</span>}
      {demands.body.casesPass && <span className="quiet">{t('demands.allPass', { branch })}</span>}
      {mayProtect && (
        <Button size="small" onClick={() => setAsking(true)}>
          {t('demands.open')}
        </Button>
      )}
      {isAsking && <DemandsDialog branch={branch} demands={demands} close={() => setAsking(false)} />}
    </>
  );
}

function RunAgain({ revision, isFirst }: { revision: Revision; isFirst: boolean }) {
  const { t } = useTranslation('rules');
  const { mayRun } = useRights();
  const { done, refused } = useToasts();
  const changed = useChanged();
  const [isRunning, setRunning] = useState(false);
  const [job, setJob] = useState<string>();
  if (!mayRun) return null;
  const press = async () => {
    setRunning(true);
    try {
      const made = await runCases(revision.branch?.name ?? revision.commit.id);
      setJob(made.job ?? undefined);
      if (made.run) {
        await changed();
        const { cases, failed } = made.run;
        done(failed > 0 ? t('tests.failed', { failed, count: cases }) : t('tests.passed', { count: cases }));
      }
    } catch (wrong) {
      refused(wrong);
    } finally {
      setRunning(false);
    }
  };
  return (
    <>
      {job && <Underway job={job} over={() => void changed()} />}
      <Button
        size="small"
        type={isFirst ? 'primary' : 'default'}
        loading={isRunning}
        onClick={() => void press()}
      >
        {t(isFirst ? 'tests.runFirst' : 'tests.runAgain')}
      </Button>
    </>
  );
}

/** Many cases are left to a job: its page says how far it is. */
function Underway({ job, over }: { job: string; over: () => void }) {
  const { t } = useTranslation('rules');
  const environment = useEnvironment();
  const [isOver, setOver] = useState(false);
  const { data } = useQuery(jobQuery(job));
  if (data && isFinal(data.status) && !isOver) {
    setOver(true);
    queueMicrotask(over);
  }
  return (
    <Link to="/$environment/jobs/$job" params={{ environment, job }}>
      {t('tests.underway')}
    </Link>
  );
}
