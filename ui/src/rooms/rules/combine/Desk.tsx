import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortId } from '@/rooms/repository/shortId';
import { Problem } from '@/shared/api';
import { Labelled } from '@/shared/Labelled';
import { useToasts } from '@/shared/toasts';
import { useUnsaved } from '@/shared/unsaved';
import { useGo } from '../address';
import type { Way } from '../changing';
import type { Branch, Commit } from '../queries';
import { useRights } from '../rights';
import { useChanged } from '../useChanged';
import { ConflictDesk } from './ConflictDesk';
import { Does } from './Does';
import { Refused } from './Refused';
import { useCombine } from './useCombine';
import { usualMessage } from './usual';
import { Would } from './Would';

interface Props {
  way: Way;
  /** As the address names it; `commit` is what it stands for. */
  from: string;
  commit: Commit;
  into: Branch;
}

/** What would be done, the button that does it, and the questions that it may leave. */
export function Desk({ way, from, commit, into }: Props) {
  const { t } = useTranslation('rules');
  const go = useGo();
  const { done } = useToasts();
  const changed = useChanged();
  const [message, setMessage] = useState('');
  /** It is done: what is asked anew says that there is nothing left to do, and that is no news. */
  const [isOver, setOver] = useState(false);
  const names = { source: from.length === 40 ? shortId(from) : from, branch: into.name };
  const combining = useCombine(async (made) => {
    setOver(true);
    await changed();
    done(t(`combine.${way}.done`, names));
    go('/history', { at: into.name, commit: made.head });
  });
  useUnsaved(() => !isOver && Object.keys(combining.choices).length > 0);
  const barred = useBarred(way, into);
  const usual = usualMessage(way, names, commit, t);
  const said = {
    way,
    commit: commit.id,
    branch: into.name,
    message: message.trim() || usual,
    head: into.head,
  };
  const told = combining.wrong instanceof Problem ? combining.wrong.code : undefined;
  const isDeciding = combining.conflicts.length > 0;
  const begin = () => {
    combining.begin();
    void changed();
  };
  return (
    <>
      <div className="card rr-stack">
        <Labelled words={t('commit.message')}>
          {(id) => (
            <Input.TextArea
              id={id}
              autoSize={{ minRows: 1, maxRows: 6 }}
              value={message}
              maxLength={10_000}
              placeholder={usual}
              onChange={(event) => setMessage(event.target.value)}
            />
          )}
        </Labelled>
        <div className="bar">
          <Button
            type="primary"
            loading={combining.isRunning}
            disabled={barred !== undefined || !combining.isSettled || combining.hasMoved}
            title={barred}
            onClick={() => void combining.send(said)}
          >
            {isDeciding
              ? t(`combine.${way}.doChosen`, { ...names, count: combining.conflicts.length })
              : t(`combine.${way}.do`, names)}
          </Button>
          <span className="quiet">{barred ?? t(isDeciding ? 'conflict.hint' : 'combine.hint')}</span>
        </div>
        <Refused wrong={combining.wrong} at={way === 'merge' ? from : into.name} begin={begin} />
      </div>
      {isOver ? null : isDeciding ? (
        <ConflictDesk
          {...combining}
          oursName={into.name}
          theirsName={way === 'revert' ? t('combine.revert.theirs', names) : names.source}
        />
      ) : (
        <div className="rr-stack rr-scroll">
          {way === 'merge' ? (
            <Would from={from} commit={commit} into={into} names={names} told={told} />
          ) : (
            <Does way={way} names={names} commit={commit} />
          )}
        </div>
      )}
    </>
  );
}

/** Why it cannot be done by whom is here; undefined where it can. */
function useBarred(way: Way, into: Branch): string | undefined {
  const { t } = useTranslation('rules');
  const { mayMergeInto, mayWrite } = useRights();
  if (way === 'merge' && mayMergeInto(into)) return undefined;
  if (way === 'merge' && into.isProtected) return t('combine.needsPublisher', { branch: into.name });
  if (!mayWrite) return t('readOnly.role');
  return into.isProtected ? t('readOnly.protected', { branch: into.name }) : undefined;
}
