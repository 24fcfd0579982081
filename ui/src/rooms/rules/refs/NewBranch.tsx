import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/rooms/repository/Dialog';
import { RevisionSelect } from '@/rooms/repository/RevisionSelect';
import { Labelled } from '@/shared/Labelled';
import { useToasts } from '@/shared/toasts';
import { createBranch } from '../changing';
import { useChanged } from '../useChanged';

interface Props {
  at: string;
  made: (branch: string) => void;
  close: () => void;
}

export function NewBranch({ at, made, close }: Props) {
  const { t } = useTranslation('rules');
  const { done } = useToasts();
  const changed = useChanged();
  const [name, setName] = useState('');
  const [from, setFrom] = useState(at);
  const run = async () => {
    await createBranch(name.trim(), from);
    await changed();
    done(t('branch.made', { branch: name.trim() }));
    made(name.trim());
  };
  return (
    <Dialog title={t('branch.new')} ok={t('branch.make')} run={run} close={close} disabled={!name.trim()}>
      <p className="quiet">{t('branch.newHint')}</p>
      <Labelled words={t('branch.name')}>
        {(id) => (
          <Input
            id={id}
            autoFocus
            value={name}
            maxLength={200}
            placeholder={t('branch.example')}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Labelled>
      <Labelled words={t('branch.from')}>
        {(id) => (
          <RevisionSelect id={id} label={t('branch.from')} value={from} onChange={setFrom} width="100%" />
        )}
      </Labelled>
    </Dialog>
  );
}
