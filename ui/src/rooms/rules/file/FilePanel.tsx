import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FileText } from '@/rooms/repository/FileText';
import type { Fault } from '@/rooms/repository/fault';
import { shortId } from '@/rooms/repository/shortId';
import { useHeld } from '@/rooms/ruleEditors/form/held';
import { useTableWords } from '@/rooms/ruleEditors/table/useTableWords';
import type { Problem } from '@/shared/api';
import { StatusTag } from '@/shared/StatusTag';
import { useShortcuts } from '@/shared/shortcuts';
import { Loading } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import { useUnsaved } from '@/shared/unsaved';
import { faultsIn, still } from '../changing';
import { fileQuery, type RuleFile } from '../queries';
import type { Revision } from '../revision';
import { useChanged } from '../useChanged';
import { CommitFile } from './CommitFile';
import { DeleteFile } from './DeleteFile';
import { FileHead, type Show } from './FileHead';
import { FileHistory } from './FileHistory';
import { FindingLines } from './FindingLines';
import { Overtaken } from './Overtaken';
import { ReadOnly, useWhyNot } from './ReadOnly';
import { type Base, useDraft } from './useDraft';
import { useLooked } from './useLooked';

const ChangedMeanwhile = lazy(() => import('./ChangedMeanwhile'));
const FileCoverage = lazy(() => import('../coverage/FileCoverage'));
const UsedBy = lazy(() => import('../uses/UsedBy'));
const Blame = lazy(() => import('./Blame'));
const FileEditor = lazy(() => import('@/rooms/ruleEditors/FileEditor'));

interface Props {
  revision: Revision;
  path: string;
  /** Null where it is about to be made. */
  file: RuleFile | null;
  /** What a new file begins as. */
  begun?: string;
  pointer?: string;
  show: Show;
  turn: (show: Show) => void;
  openFile: (path: string, pointer?: string) => void;
  /** It is there now, or not any more. */
  made: () => void;
  left: () => void;
  branchOff: () => void;
}

type Asking = 'commit' | 'meanwhile' | 'delete' | null;

/** One file: its text to be read or written, its past, and who wrote which line. */
export function FilePanel(props: Props) {
  const { revision, path, file, show, openFile } = props;
  const { t } = useTranslation('rules');
  const { t: ofEditors } = useTranslation('ruleEditors');
  const { done } = useToasts();
  const client = useQueryClient();
  const changed = useChanged();
  const draft = useDraft(file, props.begun);
  const [asking, setAsking] = useState<Asking>(null);
  const [faults, setFaults] = useState<Fault[]>([]);
  const reveal = useRef<((pointer: string) => void) | null>(null);
  const isOver = useRef(false);
  const canWrite = useWhyNot(revision) === undefined;
  const [refusedText, setRefusedText] = useState('');
  const mine = useMemo(() => faults.filter((each) => each.file === path), [faults, path]);
  const { text, isDirty } = draft;
  const looked = useLooked({ revision, path, file, text, isDirty, faults: mine, refused: refusedText });
  const wrong = useMemo(() => looked.findings.filter((each) => each.severity !== 'warning'), [looked]);
  const unmended = useMemo(() => {
    if (!isDirty) return [];
    return looked.everywhere ? still(faults, looked.everywhere) : faults;
  }, [isDirty, looked, faults]);
  const words = useTableWords(path, faults.length > 0 ? refusedText : '');
  const held = useHeld();
  const isOvertaken =
    draft.isDirty && draft.base.blob !== null && file !== null && file.blob !== draft.base.blob;
  const mayCommit = canWrite && draft.isDirty && held.unfinished === 0;
  useUnsaved(() => (draft.isDirty || held.unfinished > 0) && !isOver.current);
  useShortcuts([{ keys: 'Ctrl S', says: t('commit.open'), run: () => mayCommit && setAsking('commit') }]);
  const close = () => setAsking(null);
  const write = (text: string) => {
    isOver.current = false;
    draft.write(text);
  };
  const drop = () => {
    isOver.current = true;
    setFaults([]);
    close();
    held.drop();
    draft.drop();
    if (file === null) props.left();
  };
  const committed = async (head: string) => {
    isOver.current = true;
    setFaults([]);
    close();
    // Both texts are at hand before one takes the other's place: nothing jumps.
    await client.prefetchQuery(fileQuery(head, path));
    await changed();
    held.drop();
    draft.drop();
    props.made();
    done(t('commit.done', { branch: revision.at, commit: shortId(head) }));
  };
  const refused = (wrong: Problem) => {
    setFaults(faultsIn(wrong));
    setRefusedText(draft.text);
    setAsking(wrong.isStale ? 'meanwhile' : null);
  };
  const kept = () => {
    isOver.current = true;
  };
  const goOn = async (base: Base, text: string) => {
    await changed();
    draft.rebase(base, text);
    setAsking('commit');
  };
  const goTo = (there: string, pointer: string) =>
    there === path ? reveal.current?.(pointer) : openFile(there, pointer);
  const written = { branch: revision.at, path, base: draft.base, text: draft.text, close };
  return (
    <>
      <FileHead path={path} file={file} text={draft.text} show={show} turn={props.turn}>
        {(draft.isDirty || held.unfinished > 0) && (
          <>
            <StatusTag tone="wait">{t('file.unsaved')}</StatusTag>
            <Button size="small" onClick={drop}>
              {t('file.discard')}
            </Button>
            <Button
              size="small"
              type="primary"
              disabled={!mayCommit}
              title={
                held.unfinished > 0
                  ? ofEditors('condition.unfinished', { count: held.unfinished })
                  : undefined
              }
              onClick={() => setAsking('commit')}
            >
              {t('commit.open')}
            </Button>
          </>
        )}
        {!draft.isDirty && held.unfinished === 0 && canWrite && file && (
          <Button size="small" danger onClick={() => setAsking('delete')}>
            {t('delete.open')}
          </Button>
        )}
      </FileHead>
      <ReadOnly revision={revision} branchOff={props.branchOff} />
      {isOvertaken && <Overtaken branch={revision.at} path={path} look={() => setAsking('meanwhile')} />}
      {unmended.length > 0 && (
        <div role="alert" className="rr-refused">
          <strong>{t('commit.refused', { count: unmended.length })}</strong>
          <FindingLines findings={unmended} open={goTo} here={path} words={words} />
        </div>
      )}
      <div className="rr-fill">
        <Suspense fallback={<Loading rows={10} />}>
          {show === 'history' && file ? (
            <FileHistory commit={revision.commit.id} path={path} at={revision.at} />
          ) : show === 'coverage' && file ? (
            <FileCoverage commit={revision.commit.id} file={file} at={revision.at} />
          ) : show === 'uses' && file ? (
            <UsedBy commit={revision.commit.id} path={path} open={openFile} />
          ) : show === 'blame' && file ? (
            <Blame commit={revision.commit.id} file={file} at={revision.at} />
          ) : show === 'form' && file?.content !== null ? (
            <FileEditor
              path={path}
              text={draft.text}
              change={canWrite ? write : undefined}
              looked={looked}
              held={held}
              commit={revision.commit.id}
              reveal={reveal}
              pointer={props.pointer}
            />
          ) : (
            <FileText
              path={path}
              text={draft.text}
              isBinary={file !== null && file.content === null}
              change={canWrite ? write : undefined}
              faults={wrong}
              reveal={reveal}
              pointer={props.pointer}
            />
          )}
        </Suspense>
      </div>
      {asking === 'commit' && <CommitFile {...written} committed={committed} refused={refused} />}
      {asking === 'meanwhile' && (
        <Suspense fallback={null}>
          <ChangedMeanwhile
            {...written}
            goOn={goOn}
            kept={kept}
            drop={() => {
              drop();
              void changed();
            }}
          />
        </Suspense>
      )}
      {asking === 'delete' && file && (
        <DeleteFile branch={revision.at} file={file} deleted={props.left} openFile={openFile} close={close} />
      )}
    </>
  );
}
