import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/app/session';
import { Labelled } from '@/shared/Labelled';
import { useToasts } from '@/shared/toasts';
import { takesPublishes } from '../gates';
import { isAnswered, liveIn, type Place, rollBack, withdraw } from '../publish/publishing';
import { isConfirmed, TypedKey } from '../publish/TypedKey';
import { WhyNot } from '../publish/WhyNot';

/** Takes the catalog out of service; there only while something is served and for who may do it. */
export function WithdrawButton({ place }: { place: Place }) {
  const { t } = useTranslation('publishing');
  const may = useMay('publisher', { catalog: place.catalog }) && takesPublishes(place.environment);
  const live = useQuery({
    queryKey: ['publishing', place.environment, place.catalog, 'live'],
    queryFn: () => liveIn(place),
  });
  const [asking, setAsking] = useState(false);
  if (!may || !live.data) return null;
  return (
    <>
      <Button type="text" danger onClick={() => setAsking(true)}>
        {t('withdraw.action')}
      </Button>
      {asking && <WithdrawDialog place={place} live={live.data} close={() => setAsking(false)} />}
    </>
  );
}

function WithdrawDialog({ place, live, close }: { place: Place; live: string; close: () => void }) {
  const { t } = useTranslation('publishing');
  const { environment, catalog } = place;
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const { done } = useToasts();
  const queries = useQueryClient();
  const look = () => queries.invalidateQueries();
  const asked = useMutation({
    mutationFn: () => withdraw(place, live, reason),
    onSuccess: () => {
      void look();
      done(t('withdraw.done', { catalog, environment }), async () => {
        await rollBack(place, null, { to: live, reason: t('rollback.undoReason') });
        await look();
      });
      close();
    },
    onError: (wrong) => {
      if (isAnswered(wrong)) void look();
    },
  });
  return (
    <Modal
      open
      title={t('withdraw.ask', { catalog, environment })}
      okText={t('withdraw.do')}
      okButtonProps={{ danger: true, loading: asked.isPending, disabled: !isConfirmed(typed, catalog) }}
      cancelText={t('cancel')}
      onOk={() => asked.mutate()}
      onCancel={close}
    >
      <div className="pub-stack">
        <p style={{ margin: 0 }}>{t('withdraw.means', { catalog, environment })}</p>
        <p style={{ margin: 0 }}>{t('withdraw.stays')}</p>
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
        <TypedKey wanted={catalog} typed={typed} onType={setTyped} />
        {asked.isError && <WhyNot wrong={asked.error} place={place} seen={live} />}
      </div>
    </Modal>
  );
}
