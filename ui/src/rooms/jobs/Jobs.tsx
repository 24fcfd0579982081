import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Select, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { ago, instant } from '@/shared/format';
import { Loading, Nothing, ProblemNotice } from '@/shared/states';
import { JobProgress } from './JobProgress';
import { JobStatusTag } from './JobStatusTag';
import { type Filter, isFinal, type Job, type JobStatus, jobsQuery, KINDS, STATUSES } from './queries';
import { catalogOf, workOf } from './words';

/** Everything long that anybody asked for, newest first. */
export function Page() {
  const { t } = useTranslation('jobs');
  const filter = useSearch({ strict: false }) as Filter;
  const asked = useInfiniteQuery(jobsQuery({ kind: filter.kind, status: filter.status }));
  return (
    <div>
      <h2 style={{ fontSize: 18, margin: '0 0 12px' }}>{t('title')}</h2>
      <Filters filter={filter} />
      {asked.isPending && <Loading />}
      {asked.isError && <ProblemNotice wrong={asked.error} retry={() => void asked.refetch()} />}
      {asked.data && <List jobs={asked.data.pages.flatMap((page) => page.items)} />}
      {asked.hasNextPage && (
        <Button
          style={{ marginTop: 12 }}
          loading={asked.isFetchingNextPage}
          onClick={() => void asked.fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
    </div>
  );
}

function Filters({ filter }: { filter: Filter }) {
  const { t } = useTranslation('jobs');
  const environment = useEnvironment();
  const go = useNavigate();
  const choose = (change: Filter) =>
    void go({
      to: '/$environment/jobs',
      params: { environment },
      search: { ...filter, ...change },
      replace: true,
    });
  return (
    <div style={{ display: 'flex', gap: 8, marginBottom: 12 }}>
      <Select<string>
        aria-label={t('filter.kind')}
        placeholder={t('filter.kind')}
        allowClear
        style={{ width: 200 }}
        value={filter.kind}
        onChange={(kind) => choose({ kind })}
        options={KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
      />
      <Select<JobStatus>
        aria-label={t('filter.status')}
        placeholder={t('filter.status')}
        allowClear
        style={{ width: 160 }}
        value={filter.status}
        onChange={(status) => choose({ status })}
        options={STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) }))}
      />
    </div>
  );
}

function List({ jobs }: { jobs: Job[] }) {
  const { t } = useTranslation('jobs');
  const environment = useEnvironment();
  if (jobs.length === 0) return <Nothing>{t('none')}</Nothing>;
  return (
    <Table<Job>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={jobs}
      columns={[
        {
          title: t('kind'),
          render: (_, job) => (
            <Link to="/$environment/jobs/$job" params={{ environment, job: job.id }}>
              {t(workOf(job), { defaultValue: job.kind })}{' '}
              <span className="mono">{catalogOf(job.params)}</span>
            </Link>
          ),
        },
        { title: t('environment'), width: 130, dataIndex: 'environmentKey' },
        {
          title: t('statusTitle'),
          width: 130,
          render: (_, { status }) => <JobStatusTag status={status} />,
        },
        {
          title: t('progress'),
          width: 240,
          render: (_, job) => (isFinal(job.status) ? null : <JobProgress job={job} />),
        },
        { title: t('by'), width: 220, dataIndex: 'createdBy', ellipsis: true },
        {
          title: t('asked'),
          width: 150,
          render: (_, { createdAt }) => <span title={instant(createdAt)}>{ago(createdAt)}</span>,
        },
      ]}
    />
  );
}
