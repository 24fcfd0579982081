import { Input } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/rooms/repository/Dialog';
import { EmptyRows } from '@/rooms/ruleEditors/table/EmptyRows';
import { Problem } from '@/shared/api';
import { Labelled } from '@/shared/Labelled';
import { Loading } from '@/shared/states';
import { faultsIn, putFile } from '../changing';
import { WouldBreak } from '../uses/BrokenLines';
import type { Base } from './useDraft';

const SideBySide = lazy(() => import('../code/SideBySide'));

interface Props {
  branch: string;
  path: string;
  base: Base;
  text: string;
  committed: (head: string) => Promise<unknown>;
  /** Refused because the rules would not hold together, or because somebody was faster. */
  refused: (wrong: Problem) => void;
  close: () => void;
}

/** What will be changed, and why; then it is a commit. */
export function CommitFile({ branch, path, base, text, committed, refused, close }: Props) {
  const { t } = useTranslation('rules');
  const usual = t(base.blob === null ? 'commit.adds' : 'commit.changes', { file: path });
  const [message, setMessage] = useState('');
  const run = async () => {
    const said = message.trim() || usual;
    const made = await putFile({ branch, path, message: said, seen: base.blob }, text);
    await committed(made.head);
  };
  const isTaken = (wrong: unknown) => {
    const isOurs = wrong instanceof Problem && (wrong.isStale || faultsIn(wrong).length > 0);
    if (isOurs) refused(wrong);
    return isOurs;
  };
  return (
    <Dialog
      title={t('commit.title', { branch })}
      ok={t('commit.do', { branch })}
      run={run}
      isTaken={isTaken}
      close={close}
      width={980}
    >
      <EmptyRows path={path} text={text} />
      <WouldBreak branch={branch} path={path} text={text} />
      <Labelled words={t('commit.message')}>
        {(id) => (
          <Input.TextArea
            id={id}
            autoFocus
            autoSize={{ minRows: 2, maxRows: 8 }}
            value={message}
            maxLength={10_000}
            placeholder={usual}
            onChange={(event) => setMessage(event.target.value)}
          />
        )}
      </Labelled>
      {base.blob !== null && (
        <Suspense fallback={<Loading rows={3} />}>
          <SideBySide
            before={base.text}
            after={text}
            beforeLabel={t('commit.before')}
            afterLabel={t('commit.after')}
            isJson={path.endsWith('.json')}
          />
        </Suspense>
      )}
      <p className="quiet">{t('commit.checked')}</p>
    </Dialog>
  );
}
