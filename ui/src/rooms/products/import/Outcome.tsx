// What came, or would come, of a file: the job while it runs, its numbers, and what was wrong with which row.
import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input, Progress, Select, Space } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, Problem, told } from '@/shared/api';
import { number } from '@/shared/format';
import { Answer, Nothing, ProblemNotice } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import { type Column, VirtualTable } from '@/shared/VirtualTable';
import { byPlace, errorsAddress, matching, type RowError, rowErrors } from './errors';
import type { Job } from './upload';

export interface Report {
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  errors: number;
  dryRun: boolean;
  policy: string;
}

export function isOver(job: Job): boolean {
  return job.status === 'succeeded' || job.status === 'failed' || job.status === 'cancelled';
}

export function useJob(id: string | undefined) {
  return useQuery({
    queryKey: ['jobs', id],
    queryFn: () => told(api.GET('/jobs/{job}', { params: { path: { job: id! } } })),
    enabled: id !== undefined,
    refetchInterval: (query) => (query.state.data && isOver(query.state.data) ? false : 600),
  });
}

/** Of a job that failed as well: what it had counted until then. */
export function reportOf(job: Job): Report | null {
  return job.result && 'rows' in job.result ? (job.result as unknown as Report) : null;
}

export function Running({ job, environment }: { job: Job; environment: string }) {
  const { t } = useTranslation('products');
  const { refused } = useToasts();
  const cancel = () =>
    void told(api.POST('/jobs/{job}/cancel', { params: { path: { job: job.id } } })).catch((wrong) =>
      refused(wrong, t('import.notStopped')),
    );
  return (
    <div className="card" role="status">
      <div className="bar">
        <strong>{t(job.params.dryRun ? 'import.checking' : 'import.importing')}</strong>
        <span className="quiet">{job.status === 'queued' ? t('import.queued') : job.step}</span>
        <span style={{ flex: 1 }} />
        <Link
          to={'/$environment/jobs/$job' as '/$environment'}
          params={{ environment, job: job.id } as never}
        >
          {t('import.jobPage')}
        </Link>
        <Button size="small" disabled={job.cancelRequested} onClick={cancel}>
          {t('import.stop')}
        </Button>
      </div>
      <Progress percent={job.progress} aria-label={t('import.progress')} />
      <div className="quiet">{t('import.mayLeave')}</div>
    </div>
  );
}

function Figure({ value, label, strong }: { value: number; label: string; strong?: boolean }) {
  return (
    <div style={{ minWidth: 96 }}>
      <div
        style={{
          fontSize: 20,
          lineHeight: '26px',
          fontWeight: 600,
          fontVariantNumeric: 'tabular-nums',
          color: strong && value > 0 ? 'var(--ant-color-error)' : undefined,
        }}
      >
        {number(value)}
      </div>
      <div className="quiet">{label}</div>
    </div>
  );
}

export function Outcome({ job, actions }: { job: Job; actions?: ReactNode }) {
  const { t } = useTranslation('products');
  const report = reportOf(job);
  const dry = report?.dryRun ?? Boolean(job.params.dryRun);
  const would = dry ? 'would' : 'did';
  const refusedAll = job.error?.code === 'jobs.everything_rejected';
  return (
    <div className="card">
      <div className="bar" style={{ marginBottom: 10 }}>
        <h2 style={{ fontSize: 14, margin: 0 }}>{t(headingOf(job, dry, refusedAll))}</h2>
        <span style={{ flex: 1 }} />
        {actions}
      </div>
      {job.error && !refusedAll && (
        <ProblemNotice
          wrong={
            new Problem({
              code: String(job.error.code ?? ''),
              status: 500,
              title: '',
              detail: String(job.error.detail ?? job.error.title ?? ''),
            })
          }
        />
      )}
      {report && (
        <div className="bar" style={{ gap: 24, alignItems: 'start' }}>
          <Figure value={report.rows} label={t('import.rows', { count: report.rows })} />
          <Figure value={report.created} label={t(`import.${would}.created`)} />
          <Figure value={report.updated} label={t(`import.${would}.updated`)} />
          <Figure value={report.unchanged} label={t(`import.${would}.unchanged`)} />
          <Figure value={report.rejected} label={t('import.wrong', { count: report.rejected })} strong />
        </div>
      )}
    </div>
  );
}

function headingOf(job: Job, dry: boolean, refusedAll: boolean): string {
  if (refusedAll) return 'import.heading.refused';
  if (job.status === 'failed') return 'import.heading.failed';
  if (job.status === 'cancelled') return 'import.heading.cancelled';
  return dry ? 'import.heading.checked' : 'import.heading.imported';
}

export function Errors({ job, found }: { job: Job; found: number }) {
  const { t, i18n } = useTranslation('products');
  const [word, setWord] = useState('');
  const [place, setPlace] = useState<string>();
  const asked = useQuery({
    queryKey: ['jobs', job.id, 'errors'],
    queryFn: ({ signal }) => rowErrors(job.id, signal),
  });
  const isCsv = job.params.format === 'csv';
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new language is new words
  const columns = useMemo<Column<RowError>[]>(
    () => [
      {
        key: 'line',
        title: t('import.error.line'),
        width: 70,
        align: 'right',
        render: (row) => number(row.line),
      },
      {
        key: 'key',
        title: t('field.key'),
        width: 150,
        render: (row) => <span className="mono">{row.key}</span>,
      },
      {
        key: 'place',
        title: t(isCsv ? 'import.error.column' : 'import.error.place'),
        width: 150,
        render: (row) => (row.column !== null ? row.column : <span className="mono">{row.pointer}</span>),
      },
      {
        key: 'value',
        title: t('import.error.value'),
        width: 160,
        render: (row) =>
          row.value === '' ? <span className="quiet">{t('import.error.empty')}</span> : row.value,
      },
      {
        key: 'detail',
        title: t('import.error.detail'),
        width: 320,
        grows: true,
        render: (row) => <span title={`${row.detail} (${row.code})`}>{row.detail}</span>,
      },
      {
        key: 'suggestion',
        title: t('import.error.suggestion'),
        width: 150,
        render: (row) => <span className="mono">{row.suggestion}</span>,
      },
    ],
    [t, i18n.language, isCsv],
  );
  return (
    <div className="card" style={{ display: 'flex', flexDirection: 'column', gap: 8 }}>
      <div className="bar">
        <h2 style={{ fontSize: 14, margin: 0 }}>
          {t('import.errors', { count: found, shown: number(found) })}
        </h2>
        {found > 1000 && <span className="quiet">{t('import.firstThousand')}</span>}
        <span style={{ flex: 1 }} />
        <Space>
          <Button size="small" icon={<DownloadOutlined />} href={errorsAddress(job.id, 'csv')} download>
            CSV
          </Button>
          <Button size="small" icon={<DownloadOutlined />} href={errorsAddress(job.id, 'ndjson')} download>
            NDJSON
          </Button>
        </Space>
      </div>
      <Answer asked={asked}>
        {(errors) => {
          const shown = matching(errors, word, place);
          return (
            <>
              <div className="bar">
                <Input.Search
                  allowClear
                  style={{ width: 260 }}
                  aria-label={t('import.error.search')}
                  placeholder={t('import.error.search')}
                  value={word}
                  onChange={(event) => setWord(event.target.value)}
                />
                <Select
                  allowClear
                  style={{ width: 240 }}
                  aria-label={t('import.error.anyPlace')}
                  placeholder={t('import.error.anyPlace')}
                  value={place}
                  onChange={setPlace}
                  options={byPlace(errors).map(([each, count]) => ({
                    value: each,
                    label: `${each === '' ? t('import.error.wholeRow') : each} (${number(count)})`,
                  }))}
                />
              </div>
              <div style={{ height: Math.min(420, 31 + 29 * Math.max(shown.length, 3)) }}>
                {shown.length === 0 ? (
                  <Nothing>{t('filter.nothing')}</Nothing>
                ) : (
                  <VirtualTable
                    label={t('import.errors', { count: found, shown: number(found) })}
                    rows={shown}
                    columns={columns}
                    keyOf={(row) => `${row.line}${row.pointer}${row.code}${errors.indexOf(row)}`}
                  />
                )}
              </div>
            </>
          );
        }}
      </Answer>
    </div>
  );
}
