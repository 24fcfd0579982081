// The editor of a file that has one: a grid for tables, a form for rules. What it would not write back as it was, it
// does not open: then the reason is said, and the text stands below.
import { InfoCircleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { lazy, type RefObject, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { FileText } from '@/rooms/repository/FileText';
import type { Fault } from '@/rooms/repository/fault';
import { schemasQuery } from '@/rooms/repository/queries';
import { Loading } from '@/shared/states';
import type { Held } from './form/held';
import { type Opened, openText } from './guard';
import { type JsonObject, readExactly } from './json/exact';
import { placed } from './table/placing';
import { useTextHistory } from './useTextHistory';
import '@/rooms/repository/pieces.css';

const TableEditor = lazy(() => import('./table/TableEditor'));
const RuleEditor = lazy(() => import('./form/RuleEditor'));

export interface Looked {
  /** What was looked at: places in it are meant. */
  text: string;
  findings: readonly (Fault & { severity?: string })[];
  /** Of all files, once what is written was looked at. */
  everywhere?: readonly Fault[];
}

interface Props {
  path: string;
  text: string;
  /** Absent where it is only read. */
  change?: (text: string) => void;
  looked: Looked;
  /** Conditions that are being written. */
  held: Held;
  /** What names may be read, files of this commit say. */
  commit: string;
  reveal: RefObject<((pointer: string) => void) | null>;
  pointer?: string;
}

export default function FileEditor(props: Props) {
  const { path, text } = props;
  const schemas = useQuery({ ...schemasQuery, enabled: !path.startsWith('tables/') });
  const opened = useOpened(path, text, schemas.data);
  if (schemas.isLoading) return <Loading rows={8} />;
  if ('reason' in opened) return <NotOpened {...props} reason={opened} />;
  return <Editor {...props} opened={opened} />;
}

/** What an editor wrote itself is not read again: rows keep being the same objects. */
function useOpened(path: string, text: string, schemas: Parameters<typeof openText>[2]): Opened {
  return useMemo(() => openText(path, text, schemas), [path, text, schemas]);
}

type Faithful = Exclude<Opened, { reason: unknown }>;

function Editor({ opened, ...props }: Props & { opened: Faithful }) {
  const { path, text, change, looked, reveal, pointer } = props;
  const history = useTextHistory(text, change);
  const { write } = opened;
  const say = history.change;
  const isReadOnly = change === undefined;
  const changeValue = useCallback((next: JsonObject) => say(write(next)), [say, write]);
  const isTable = opened.editor === 'table';
  const findings = useMemo(() => {
    if (!isTable) return [];
    const read = readExactly(looked.text);
    return 'value' in read ? placed(read.value as JsonObject, looked.findings) : [];
  }, [looked, isTable]);
  if (opened.editor !== 'table')
    return (
      <RuleEditor
        editor={opened.editor}
        value={opened.value}
        change={isReadOnly ? undefined : changeValue}
        findings={looked.findings}
        held={props.held}
        commit={props.commit}
        reveal={reveal}
        pointer={pointer}
      />
    );
  return (
    <TableEditor
      path={path}
      graph={opened.value}
      change={isReadOnly ? undefined : changeValue}
      history={history}
      findings={findings}
      reveal={reveal}
      pointer={pointer}
    />
  );
}

function NotOpened({
  path,
  text,
  looked,
  reveal,
  pointer,
  reason,
  change,
}: Props & { reason: Opened & { reason: string } }) {
  const { t } = useTranslation('ruleEditors');
  const errors = useMemo(() => looked.findings.filter((each) => each.severity !== 'warning'), [looked]);
  return (
    <>
      <div className="rr-notice" role="note">
        <InfoCircleOutlined />
        <span>{t(`textOnly.${reason.reason}`, { what: 'what' in reason ? reason.what : '' })}</span>
      </div>
      <FileText
        path={path}
        text={text}
        isBinary={false}
        change={change}
        faults={errors}
        reveal={reveal}
        pointer={pointer}
      />
    </>
  );
}
