import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/rooms/repository/Dialog';
import type { Fault } from '@/rooms/repository/fault';
import { Labelled } from '@/shared/Labelled';
import { useToasts } from '@/shared/toasts';
import { deleteFile, faultsIn, putFile } from '../changing';
import type { RuleFile } from '../queries';
import { useChanged } from '../useChanged';
import { WouldBreak } from '../uses/BrokenLines';
import { FindingLines } from './FindingLines';

interface Props {
  branch: string;
  file: RuleFile;
  deleted: () => void;
  openFile: (path: string, pointer?: string) => void;
  close: () => void;
}

/** Says what stays, and offers the way back; what others refer to cannot go. */
export function DeleteFile({ branch, file, deleted, openFile, close }: Props) {
  const { t } = useTranslation('rules');
  const { done } = useToasts();
  const changed = useChanged();
  const usual = t('delete.usual', { file: file.path });
  const [message, setMessage] = useState('');
  const [faults, setFaults] = useState<Fault[]>([]);
  const undo = async () => {
    const said = t('delete.back', { file: file.path });
    await putFile({ branch, path: file.path, message: said, seen: null }, file.content ?? '');
    await changed();
  };
  const run = async () => {
    setFaults([]);
    await deleteFile({ branch, path: file.path, message: message.trim() || usual, seen: file.blob });
    deleted();
    await changed();
    done(t('delete.done', { file: file.path }), file.content === null ? undefined : undo);
  };
  const isTaken = (wrong: unknown) => {
    setFaults(faultsIn(wrong));
    return faultsIn(wrong).length > 0;
  };
  return (
    <Dialog
      title={t('delete.title', { file: file.path })}
      ok={t('delete.do', { branch })}
      run={run}
      isTaken={isTaken}
      close={close}
      danger
      width={640}
    >
      <p>{t('delete.stays')}</p>
      <WouldBreak branch={branch} path={file.path} text={null} />
      {faults.length > 0 && (
        <div role="alert">
          <strong>{t('delete.needed')}</strong>
          <FindingLines findings={faults} open={openFile} />
        </div>
      )}
      <Labelled words={t('commit.message')}>
        {(id) => (
          <Input
            id={id}
            autoFocus
            value={message}
            maxLength={2_000}
            placeholder={usual}
            onChange={(event) => setMessage(event.target.value)}
          />
        )}
      </Labelled>
    </Dialog>
  );
}
