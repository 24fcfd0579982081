// What came of a job, with the way to where it matters.
import { Link } from '@tanstack/react-router';
import { Button, Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import { Problem, type ProblemWords } from '@/shared/api';
import { number, shortDigest } from '@/shared/format';
import { ProblemNotice } from '@/shared/states';
import type { Job } from './queries';
import { catalogOf, publishedDigest } from './words';

/** What to say of the version that such a job ends with. */
const WORDS: Record<string, string> = {
  'promotions.publish': 'published',
  'promotions.republish': 'published',
  'publishing.freeze': 'frozen',
  'publishing.restore': 'restored',
};

export function Outcome({ job }: { job: Job }) {
  const { t } = useTranslation('jobs');
  return (
    <>
      {job.error && <ProblemNotice wrong={problemOf(job.error)} title={t('failed')} />}
      {job.status === 'succeeded' && WORDS[job.kind] && <OfVersion job={job} words={WORDS[job.kind]!} />}
      {!WORDS[job.kind] && job.result && <Counts job={job} />}
    </>
  );
}

function problemOf(error: Record<string, unknown>): Problem {
  return new Problem(error as unknown as ProblemWords);
}

function OfVersion({ job, words }: { job: Job; words: string }) {
  const { t } = useTranslation('jobs');
  const [catalog, digest] = [catalogOf(job.params), publishedDigest(job.result)];
  if (job.result?.done === false) return <p>{t('heldBack')}</p>;
  if (catalog === null || digest === null) return null;
  const params = { environment: job.environmentKey, catalog };
  return (
    <p>
      {t(words, { catalog, environment: job.environmentKey })}{' '}
      <span className="mono">{shortDigest(digest)}</span>{' '}
      <Link to="/$environment/publish/$catalog/versions" params={params}>
        {t('toVersions')}
      </Link>
    </p>
  );
}

/** The numbers that an import reports, and its refused rows as a file. */
function Counts({ job }: { job: Job }) {
  const { t } = useTranslation('jobs');
  const counts = countsOf(job.result ?? {});
  const errors = `/commerce/imports/${job.id}/errors?format=csv`;
  return (
    <>
      <Descriptions
        size="small"
        bordered
        column={1}
        items={counts.map(([name, count]) => ({
          key: name,
          label: t(`counts.${name}`, { defaultValue: name }),
          children: number(count),
        }))}
      />
      {counts.some(([name, count]) => name === 'rejected' && count > 0) && (
        <Button href={errors} download size="small">
          {t('downloadErrors')}
        </Button>
      )}
    </>
  );
}

/** Numbers of the report, also those one level down. */
export function countsOf(report: Record<string, unknown>): [string, number][] {
  return Object.entries(report).flatMap(([name, value]): [string, number][] => {
    if (typeof value === 'number') return [[name, value]];
    if (Array.isArray(value)) return value.length > 0 ? [[name, value.length]] : [];
    return value !== null && typeof value === 'object' ? countsOf(value as Record<string, unknown>) : [];
  });
}
