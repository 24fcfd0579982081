import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Input, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/app/session';
import { Labelled } from '@/shared/Labelled';
import { useToasts } from '@/shared/toasts';
import { VersionLine } from '../CatalogHead';
import { BlastRadius } from '../difference/BlastRadius';
import { takesPublishes } from '../gates';
import { type Ends, type Summary, summaryQuery } from '../queries';
import { freezeDraft } from './drafting';
import { PublishDialog } from './PublishDialog';
import { PublishProgress } from './PublishProgress';
import { References } from './References';

const LONGEST_NOTE = 2_000;

interface Panel {
  ends: Ends;
  job: string | undefined;
  onJob: (job: string | undefined) => void;
}

/** Beside the difference: what is live, what to say about it, and the button; then how far it is. */
export function PublishPanel({ ends, job, onJob }: Panel) {
  const { t } = useTranslation('publishing');
  const summary = useQuery(summaryQuery(ends)).data;
  return (
    <aside className="pub-aside pub-stack" aria-label={t('publish.label')}>
      {job && <PublishProgress ends={ends} job={job} close={() => onJob(undefined)} />}
      {summary && !job && <Offer ends={ends} summary={summary} onJob={onJob} />}
      <References ends={ends} />
      {summary && <BlastRadius summary={summary} />}
    </aside>
  );
}

function Offer({ ends, summary, onJob }: { ends: Ends; summary: Summary; onJob: Panel['onJob'] }) {
  const { t } = useTranslation('publishing');
  const { environment, catalog } = ends;
  const [note, setNote] = useState('');
  const [asking, setAsking] = useState(false);
  const mayNot = useReasonAgainst(ends, summary);
  return (
    <Card size="small" title={t('publish.title', { environment })}>
      <div className="pub-stack">
        <div>
          <div className="quiet">{t('publish.liveNow')}</div>
          <VersionLine side={summary.from} />
        </div>
        <Labelled words={t('publish.note')}>
          {(id) => (
            <Input.TextArea
              id={id}
              value={note}
              onChange={(event) => setNote(event.target.value)}
              placeholder={t('publish.noteExample')}
              maxLength={LONGEST_NOTE}
              autoSize={{ minRows: 2, maxRows: 6 }}
              disabled={mayNot !== null}
            />
          )}
        </Labelled>
        <Tooltip title={mayNot}>
          <Button type="primary" block disabled={mayNot !== null} onClick={() => setAsking(true)}>
            {t('publish.action', { count: summary.total, environment })}
          </Button>
        </Tooltip>
        {mayNot && <Alert type="info" title={mayNot} />}
        <span className="quiet">{t('publish.wayBack')}</span>
        <Freeze ends={ends} note={note} onJob={onJob} />
      </div>
      {asking && (
        <PublishDialog
          place={{ environment, catalog }}
          summary={summary}
          note={note}
          close={() => setAsking(false)}
          begun={(job) => {
            setAsking(false);
            setNote('');
            onJob(job);
          }}
        />
      )}
    </Card>
  );
}

function Freeze({ ends, note, onJob }: { ends: Ends; note: string; onJob: Panel['onJob'] }) {
  const { t } = useTranslation('publishing');
  const may = useMay(['publisher', 'catalog-editor'], { catalog: ends.catalog });
  const { refused } = useToasts();
  const asked = useMutation({
    mutationFn: () => freezeDraft(ends, note),
    onSuccess: ({ id }) => onJob(id),
    onError: (wrong) => refused(wrong, t('freeze.failed')),
  });
  return (
    <Tooltip title={may ? t('freeze.means') : t('freeze.needsEditor')}>
      <Button size="small" block disabled={!may} loading={asked.isPending} onClick={() => asked.mutate()}>
        {t('freeze.action')}
      </Button>
    </Tooltip>
  );
}

function useReasonAgainst({ environment, catalog }: Ends, summary: Summary): string | null {
  const { t } = useTranslation('publishing');
  const may = useMay('publisher', { catalog });
  if (!takesPublishes(environment)) return t('publish.gateClosed', { environment });
  if (!may) return t('publish.needsPublisher');
  return summary.total === 0 && summary.from.kind === 'version' ? t('publish.nothing') : null;
}
