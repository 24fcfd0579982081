import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { VersionLine } from '../CatalogHead';
import { HeadlineText } from '../difference/Figures';
import { Warnings } from '../difference/Warnings';
import type { Summary } from '../queries';
import { isAnswered, type Place, publish } from './publishing';
import { isConfirmed, TypedKey } from './TypedKey';
import { WhyNot } from './WhyNot';

interface Dialog {
  place: Place;
  summary: Summary;
  note: string;
  close: () => void;
  begun: (job: string) => void;
}

/** Says what becomes live for whom, and how to come back; stays open until the service has answered. */
export function PublishDialog({ place, summary, note, close, begun }: Dialog) {
  const { t } = useTranslation('publishing');
  const queries = useQueryClient();
  const { environment, catalog } = place;
  const [typed, setTyped] = useState('');
  const started = useRef(false);
  const asked = useMutation({
    mutationFn: () => publish(place, summary.from.version ?? null, note),
    onSuccess: ({ id }) => begun(id),
    onError: (wrong) => {
      started.current = false;
      if (isAnswered(wrong)) void queries.invalidateQueries({ queryKey: ['publishing', environment] });
    },
  });
  const isProduction = environment === 'prod';
  return (
    <Modal
      open
      width={620}
      title={t('publish.ask', { count: summary.total, catalog, environment })}
      className={isProduction ? 'pub-production' : undefined}
      okText={t('publish.do', { count: summary.total })}
      okButtonProps={{
        danger: isProduction,
        loading: asked.isPending,
        disabled: isProduction && !isConfirmed(typed, catalog),
      }}
      cancelText={t('cancel')}
      onOk={() => {
        // A double click is one wish.
        if (started.current) return;
        started.current = true;
        asked.mutate();
      }}
      mask={{ closable: false }}
      onCancel={close}
    >
      <div className="pub-stack">
        <HeadlineText summary={summary} purpose="publish" />
        <Warnings catalog={catalog} warnings={summary.warnings} />
        <p style={{ margin: 0 }}>{t('publish.forWhom', { catalog, environment })}</p>
        {summary.from.kind === 'version' && (
          <div>
            <div className="quiet">{t('publish.replaces')}</div>
            <VersionLine side={summary.from} />
          </div>
        )}
        <p style={{ margin: 0 }}>{t('publish.wayBack')}</p>
        {isProduction && <TypedKey wanted={catalog} typed={typed} onType={setTyped} />}
        {asked.isError && <WhyNot wrong={asked.error} place={place} seen={summary.from.version ?? null} />}
      </div>
    </Modal>
  );
}
