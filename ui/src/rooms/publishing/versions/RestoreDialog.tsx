import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Checkbox, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/app/session';
import { CancelJob } from '@/rooms/jobs/CancelJob';
import { JobProgress } from '@/rooms/jobs/JobProgress';
import { Outcome } from '@/rooms/jobs/Outcome';
import { isFinal, type Job, jobQuery } from '@/rooms/jobs/queries';
import { Answer } from '@/shared/states';
import { VersionLine, versionName } from '../CatalogHead';
import { restoreDraft } from '../publish/drafting';
import type { Place } from '../publish/publishing';
import { WhyNot } from '../publish/WhyNot';
import { type Summary, summaryQuery } from '../queries';

interface Dialog {
  place: Place;
  version: string;
  /** The restore that was begun: it stands in the address, so a reload finds it again. */
  job: string | undefined;
  begun: (job: string) => void;
  close: () => void;
}

/** Makes the draft say again what a version says; says first what goes, and that it can be had back. */
export function RestoreDialog(dialog: Dialog) {
  return dialog.job === undefined ? <Ask {...dialog} /> : <Progress {...dialog} job={dialog.job} />;
}

function Ask({ place, version, begun, close }: Dialog) {
  const { t } = useTranslation('publishing');
  const may = useMay('catalog-editor', { catalog: place.catalog });
  const [keep, setKeep] = useState(true);
  const summary = useQuery(summaryQuery({ ...place, from: version, to: 'draft' }));
  const asked = useMutation({
    mutationFn: () => restoreDraft(place, version, keep),
    onSuccess: ({ id }) => begun(id),
  });
  const isSame = summary.data !== undefined && summary.data.total === changesOfGoods(summary.data);
  return (
    <Modal
      open
      width={620}
      title={t('restore.ask', { catalog: place.catalog })}
      okText={
        summary.data ? t('restore.do', { version: versionName(t, summary.data.from) }) : t('restore.action')
      }
      okButtonProps={{ loading: asked.isPending, disabled: !summary.data || !may || isSame }}
      cancelText={t('cancel')}
      onOk={() => asked.mutate()}
      onCancel={close}
    >
      <Answer asked={summary}>
        {(found) => (
          <div className="pub-stack">
            <WhatGoes place={place} version={version} summary={found} />
            <Checkbox checked={keep} onChange={(event) => setKeep(event.target.checked)}>
              {t('restore.keep')}
            </Checkbox>
            {!keep && <p className="pub-loss">{t('restore.notKept')}</p>}
            <p className="quiet">{t('restore.liveStays')}</p>
            {!may && <p className="pub-loss">{t('actions.needsEditor')}</p>}
            {asked.isError && <WhyNot wrong={asked.error} place={place} seen={null} />}
          </div>
        )}
      </Answer>
    </Modal>
  );
}

/** What rate plans and attributes say themselves stands in no catalog: a draft cannot take it back. */
function changesOfGoods({ counts }: Summary): number {
  const changes = (kind: string) => Object.values(counts[kind] ?? {}).reduce((sum, count) => sum + count, 0);
  return changes('plan') + changes('attribute');
}

function WhatGoes({ place, version, summary }: { place: Place; version: string; summary: Summary }) {
  const { t } = useTranslation('publishing');
  const goods = changesOfGoods(summary);
  if (summary.total === 0) return <p>{t('restore.same')}</p>;
  return (
    <>
      <div>
        <div className="quiet">{t('restore.willSay')}</div>
        <VersionLine side={summary.from} />
      </div>
      <div>
        <div>{t('restore.goes', { count: summary.total - goods })}</div>
        {goods > 0 && <p className="quiet">{t('restore.goodsStay', { count: goods })}</p>}
        <Link
          to="/$environment/publish/$catalog/compare"
          params={place}
          search={{ from: version, to: 'draft' }}
        >
          {t('restore.see')}
        </Link>
      </div>
    </>
  );
}

function Progress({ place, job: id, begun, close }: Dialog & { job: string }) {
  const { t } = useTranslation('publishing');
  const asked = useQuery(jobQuery(id));
  const queries = useQueryClient();
  const isOver = asked.data !== undefined && isFinal(asked.data.status);
  useEffect(() => {
    if (isOver) void queries.invalidateQueries();
  }, [isOver, queries]);
  return (
    <Modal
      open
      width={620}
      title={t('restore.title', { catalog: place.catalog })}
      onCancel={close}
      footer={
        <>
          {asked.data && <CancelJob job={asked.data} />}
          <Button onClick={close}>{t('close')}</Button>
        </>
      }
    >
      <Answer asked={asked} rows={2}>
        {(job) => (
          <div className="pub-stack">
            <JobProgress job={job} />
            {job.status === 'succeeded' ? (
              <Restored place={place} job={job} begun={begun} />
            ) : (
              <Outcome job={job} />
            )}
          </div>
        )}
      </Answer>
    </Modal>
  );
}

function Restored({ place, job, begun }: { place: Place; job: Job; begun: Dialog['begun'] }) {
  const { t } = useTranslation('publishing');
  const before = job.result?.draftBefore;
  const undo = useMutation({
    mutationFn: () => restoreDraft(place, String(before), true),
    onSuccess: ({ id }) => begun(id),
  });
  return (
    <>
      <p>{t('restore.done', { catalog: place.catalog })}</p>
      <div className="pub-line">
        <Link to="/$environment/publish/$catalog" params={place}>
          {t('restore.toChanges')}
        </Link>
        {typeof before === 'string' && (
          <Button size="small" loading={undo.isPending} onClick={() => undo.mutate()}>
            {t('restore.undo')}
          </Button>
        )}
      </div>
      {undo.isError && <WhyNot wrong={undo.error} place={place} seen={null} />}
    </>
  );
}
