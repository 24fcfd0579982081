import { Input } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/rooms/repository/Dialog';
import { shortId } from '@/rooms/repository/shortId';
import { Labelled } from '@/shared/Labelled';
import { useToasts } from '@/shared/toasts';
import { useGo } from '../address';
import { createBranch, putFile } from '../changing';
import { useChanged } from '../useChanged';
import type { Base } from './useDraft';

interface Props {
  branch: string;
  path: string;
  base: Base & { commit: string };
  text: string;
  /** It is kept on the branch: nothing is unsaved any more. */
  kept: () => void;
  close: () => void;
}

/** A text that was overtaken goes to a branch that begins where its author began: from there it is merged by meaning. */
export function MineApart({ branch, path, base, text, kept, close }: Props) {
  const { t } = useTranslation('rules');
  const { done } = useToasts();
  const go = useGo();
  const changed = useChanged();
  const usual = t('commit.changes', { file: path });
  const [name, setName] = useState(`${branch}-2`);
  const [message, setMessage] = useState('');
  /** A commit that was refused left its branch behind. */
  const made = useRef<string | null>(null);
  const own = name.trim();
  const run = async () => {
    if (made.current !== own) await createBranch(own, base.commit);
    made.current = own;
    const wish = { branch: own, path, message: message.trim() || usual, seen: base.blob };
    const { head } = await putFile(wish, text);
    kept();
    await changed();
    done(t('commit.done', { branch: own, commit: shortId(head) }));
    go('/combine', { way: 'merge', at: own, from: own, into: branch });
  };
  return (
    <Dialog
      title={t('meanwhile.apartTitle')}
      ok={t('meanwhile.apartDo', { branch: own })}
      run={run}
      close={close}
      disabled={own === ''}
    >
      <p className="quiet">{t('meanwhile.apartHint', { branch })}</p>
      <Labelled words={t('branch.name')}>
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
      <Labelled words={t('commit.message')}>
        {(id) => (
          <Input
            id={id}
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
