import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/rooms/repository/Dialog';
import { shortId } from '@/rooms/repository/shortId';
import { Labelled } from '@/shared/Labelled';
import { useToasts } from '@/shared/toasts';
import { createTag } from '../changing';
import { useChanged } from '../useChanged';

export function NewTag({ commit, close }: { commit: string; close: () => void }) {
  const { t } = useTranslation('rules');
  const { done } = useToasts();
  const changed = useChanged();
  const [name, setName] = useState('');
  const [message, setMessage] = useState('');
  const run = async () => {
    await createTag(name.trim(), commit, message);
    await changed();
    done(t('tag.made', { tag: name.trim() }));
    close();
  };
  return (
    <Dialog
      title={t('tag.new', { commit: shortId(commit) })}
      ok={t('tag.make')}
      run={run}
      close={close}
      disabled={!name.trim()}
    >
      <p className="quiet">{t('tag.hint')}</p>
      <Labelled words={t('tag.name')}>
        {(id) => (
          <Input
            id={id}
            autoFocus
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Labelled>
      <Labelled words={t('tag.message')}>
        {(id) => (
          <Input.TextArea
            id={id}
            rows={2}
            value={message}
            maxLength={10_000}
            onChange={(event) => setMessage(event.target.value)}
          />
        )}
      </Labelled>
    </Dialog>
  );
}
