import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/app/session';
import { Labelled } from '@/shared/Labelled';
import { Answer } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import { VersionLine, versionName } from '../CatalogHead';
import { Figures, HeadlineText } from '../difference/Figures';
import { Warnings } from '../difference/Warnings';
import { takesPublishes } from '../gates';
import { isAnswered, type Place, rollBack } from '../publish/publishing';
import { isConfirmed, TypedKey } from '../publish/TypedKey';
import { WhyNot } from '../publish/WhyNot';
import { type Summary, summaryQuery } from '../queries';

interface Dialog {
  place: Place;
  /** A digest, a number, a tag, or "previous". */
  to: string;
  close: () => void;
}

/** Says what will be live, how that differs from now, and that nothing is lost. */
export function RollbackDialog({ place, to, close }: Dialog) {
  const { t } = useTranslation('publishing');
  const { environment, catalog } = place;
  const may = useMay('publisher', { catalog });
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const summary = useQuery(summaryQuery({ environment, catalog, from: 'live', to }));
  const { back, isPending, error } = useRollback(place, close);
  const mayNot = !takesPublishes(environment)
    ? t('publish.gateClosed', { environment })
    : may
      ? null
      : t('publish.needsPublisher');
  const isSame = summary.data !== undefined && summary.data.from.version === summary.data.to.version;
  const isProduction = environment === 'prod';
  return (
    <Modal
      open
      width={640}
      title={t('rollback.ask', { catalog, environment })}
      className={isProduction ? 'pub-production' : undefined}
      okText={
        summary.data ? t('rollback.do', { version: versionName(t, summary.data.to) }) : t('rollback.action')
      }
      okButtonProps={{
        danger: true,
        loading: isPending,
        disabled:
          !summary.data || mayNot !== null || isSame || (isProduction && !isConfirmed(typed, catalog)),
      }}
      cancelText={t('cancel')}
      onOk={() => summary.data && back(summary.data, reason)}
      onCancel={close}
    >
      <Answer asked={summary}>
        {(found) => (
          <div className="pub-stack">
            <WhatWillBeLive summary={found} catalog={catalog} />
            {isSame && <p>{t('rollback.same')}</p>}
            <Labelled words={t('rollback.reason')}>
              {(id) => (
                <Input
                  id={id}
                  value={reason}
                  onChange={(event) => setReason(event.target.value)}
                  maxLength={2_000}
                />
              )}
            </Labelled>
            {isProduction && <TypedKey wanted={catalog} typed={typed} onType={setTyped} />}
            {mayNot && <p className="pub-loss">{mayNot}</p>}
            {error && <WhyNot wrong={error} place={place} seen={found.from.version ?? null} />}
          </div>
        )}
      </Answer>
    </Modal>
  );
}

function WhatWillBeLive({ summary, catalog }: { summary: Summary; catalog: string }) {
  const { t } = useTranslation('publishing');
  const { from, to, laterVersions } = summary;
  return (
    <>
      <dl className="pub-sides">
        <dt>{t('rollback.willBeLive')}</dt>
        <dd>
          <VersionLine side={to} />
          <div className="quiet">{t('rollback.holds', { nodes: to.nodes, plans: to.ratePlans })}</div>
          {to.note && <div className="quiet">“{to.note}”</div>}
        </dd>
        <dt>{t('rollback.liveNow')}</dt>
        <dd>
          <VersionLine side={from} />
        </dd>
      </dl>
      <HeadlineText summary={summary} purpose="compare" />
      <Figures summary={summary} />
      <Warnings catalog={catalog} warnings={summary.warnings} />
      <section className="pub-safe">
        <strong>{t('rollback.nothingLost')}</strong>
        <ul>
          <li>{t('rollback.versionsStay', { count: laterVersions })}</li>
          <li>{t('rollback.draftStays')}</li>
          <li>{t('rollback.comeBack')}</li>
        </ul>
      </section>
    </>
  );
}

/** Rolls back, then says so with a way back to what was live before. */
function useRollback(place: Place, close: () => void) {
  const { t } = useTranslation('publishing');
  const { done } = useToasts();
  const queries = useQueryClient();
  const look = () => queries.invalidateQueries();
  const asked = useMutation({
    mutationFn: ({ summary, reason }: { summary: Summary; reason: string }) =>
      rollBack(place, summary.from.version ?? null, { to: summary.to.version ?? '', reason }),
    onSuccess: (served, { summary }) => {
      const undo = async () => {
        await rollBack(place, served.version, {
          to: summary.from.version ?? '',
          reason: t('rollback.undoReason'),
        });
        await look();
      };
      const what = t('rollback.done', {
        version: versionName(t, summary.to),
        environment: place.environment,
      });
      void look();
      done(what, summary.from.version ? undo : undefined);
      close();
    },
    onError: (wrong) => {
      // Who got no answer asks again, and must find the question as it was.
      if (isAnswered(wrong)) void look();
    },
  });
  return {
    back: (summary: Summary, reason: string) => asked.mutate({ summary, reason }),
    isPending: asked.isPending,
    error: asked.error,
  };
}
