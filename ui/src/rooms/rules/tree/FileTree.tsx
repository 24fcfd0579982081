// biome-ignore-all lint/a11y/useFocusableInteractive: the tree has the focus and tells the active line
import { FileTextOutlined, FolderOpenOutlined, FolderOutlined } from '@ant-design/icons';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Input, type InputRef } from 'antd';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';
import { useShortcuts } from '@/shared/shortcuts';
import { foldersOf, type Line, linesOf, moved } from './folders';

interface Props {
  paths: readonly string[];
  /** The file or folder that is shown beside the tree. */
  shown?: string;
  openFile: (path: string) => void;
  openFolder: (path: string) => void;
}

const LINE = 26;

export function FileTree({ paths, shown, openFile, openFolder }: Props) {
  const { t } = useTranslation('rules');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [wanted, setWanted] = useState('');
  const search = useRef<InputRef>(null);
  useShortcuts([{ keys: '/', says: t('tree.search'), run: () => search.current?.focus() }]);
  useEffect(() => {
    if (shown) setOpen((before) => new Set([...before, ...foldersOf(shown)]));
  }, [shown]);
  const lines = useMemo(() => linesOf(paths, open, wanted), [paths, open, wanted]);
  const turn = (path: string) =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(path)) after.add(path);
      return after;
    });
  const press = (line: Line) => {
    if (!line.isFolder) return openFile(line.path);
    if (!line.isOpen || line.path === shown) turn(line.path);
    openFolder(line.path);
  };
  return (
    <div className="rr-tree">
      <Input
        ref={search}
        size="small"
        allowClear
        aria-label={t('tree.search')}
        placeholder={t('tree.search')}
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      {lines.length === 0 ? (
        <p className="quiet rr-none">{t('tree.nothing')}</p>
      ) : (
        <Lines lines={lines} shown={shown} turn={turn} press={press} />
      )}
    </div>
  );
}

interface Shown {
  lines: readonly Line[];
  shown?: string;
  turn: (path: string) => void;
  press: (line: Line) => void;
}

function Lines({ lines, shown, turn, press }: Shown) {
  const { t } = useTranslation('rules');
  const frame = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const [active, setActive] = useState(0);
  const at = Math.min(active, lines.length - 1);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: () => LINE,
    overscan: 10,
  });
  const go = (next: number) => {
    setActive(next);
    virtual.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines[at];
    if (event.key === 'Enter' && line) return press(line);
    const next = moved(lines, at, event.key);
    if (next.at === at && next.turn === undefined) return;
    event.preventDefault();
    if (next.turn !== undefined) turn(next.turn);
    go(next.at);
  };
  return (
    <div
      ref={frame}
      role="tree"
      aria-label={t('tree.label')}
      aria-activedescendant={`${prefix}-${at}`}
      tabIndex={0}
      className="rr-lines"
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = lines[index]!;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the tree itself takes the keys, for the active line
            <div
              key={line.path}
              id={`${prefix}-${index}`}
              role="treeitem"
              aria-level={line.depth + 1}
              aria-expanded={line.isFolder ? line.isOpen : undefined}
              aria-selected={line.path === shown}
              className={`rr-line${index === at ? ' active' : ''}${line.isFolder && line.count === 0 ? ' is-empty' : ''}`}
              style={{ transform: `translateY(${start}px)`, paddingLeft: 8 + line.depth * 16, height: LINE }}
              title={line.path}
              onClick={() => {
                setActive(index);
                press(line);
              }}
            >
              <LineIcon line={line} />
              <span className="rr-cut">{line.name}</span>
              {line.isFolder && line.count > 0 && <span className="rr-count">{number(line.count)}</span>}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function LineIcon({ line }: { line: Line }) {
  if (!line.isFolder) return <FileTextOutlined />;
  return line.isOpen ? <FolderOpenOutlined /> : <FolderOutlined />;
}
