import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, inEnvironment, told } from '@/shared/api';
import { bytes } from '@/shared/format';
import { Labelled } from '@/shared/Labelled';
import { Answer, ProblemNotice } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import { versionName } from '../CatalogHead';
import type { Place } from '../publish/publishing';
import { storageQuery } from '../queries';

interface Dialog {
  place: Place;
  version: string;
  close: () => void;
}

/** Asks the service first whether anything still needs it; then says what is lost and what stays. */
export function RetireDialog({ place, version, close }: Dialog) {
  const { t } = useTranslation('publishing');
  const [reason, setReason] = useState('');
  const { done } = useToasts();
  const queries = useQueryClient();
  const dry = useQuery({
    queryKey: ['publishing', place.environment, place.catalog, 'retire', version],
    queryFn: () => retire(place, { versions: [version], dryRun: true }),
    staleTime: 0,
  });
  const named = versionName(t, { version, number: dry.data?.versions[0]?.number ?? null });
  const asked = useMutation({
    mutationFn: () => retire(place, { versions: [version], reason: reason.trim() || null, dryRun: false }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['publishing', place.environment, place.catalog] });
      done(t('retire.done', { version: named }));
      close();
    },
  });
  return (
    <Modal
      open
      width={560}
      title={t('retire.ask', { version: named, catalog: place.catalog })}
      okText={t('retire.do', { version: named })}
      okButtonProps={{ danger: true, disabled: !dry.isSuccess, loading: asked.isPending }}
      onOk={() => asked.mutate()}
      cancelText={t('close')}
      onCancel={close}
    >
      <Answer asked={dry} rows={3}>
        {() => (
          <div className="pub-stack">
            <p style={{ margin: 0 }}>
              {t('retire.means')} <Frees place={place} version={version} />
            </p>
            <p style={{ margin: 0 }}>{t('retire.stays')}</p>
            <Labelled words={t('retire.reason')}>
              {(id) => (
                <Input
                  id={id}
                  value={reason}
                  maxLength={2000}
                  onChange={(event) => setReason(event.target.value)}
                />
              )}
            </Labelled>
            {asked.isError && <ProblemNotice wrong={asked.error} />}
          </div>
        )}
      </Answer>
    </Modal>
  );
}

function Frees({ place, version }: { place: Place; version: string }) {
  const { t } = useTranslation('publishing');
  const asked = useInfiniteQuery(storageQuery(place.environment, place.catalog));
  const found = asked.data?.pages.flatMap((page) => page.items).find((each) => each.version === version);
  return found ? <>{t('retire.frees', { bytes: bytes(found.own.bytes) })}</> : null;
}

interface Wish {
  versions: string[];
  reason?: string | null;
  dryRun: boolean;
}

function retire({ environment, catalog }: Place, body: Wish) {
  return told(
    api.POST('/commerce/catalogs/{key}/versions/retire', {
      params: { path: { key: catalog } },
      headers: inEnvironment(environment),
      body,
    }),
  );
}
