import { Input } from 'antd';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { INDENT, ROW_HEIGHT } from './sizes';

interface Renaming {
  at: number;
  level: number;
  title: string;
  locale: string;
  save: (name: string) => void;
  close: () => void;
}

/** The name in place; whoever goes elsewhere has finished, only Escape leaves it as it was. */
export function RenameBox({ at, level, title, locale, save, close }: Renaming) {
  const { t } = useTranslation('catalogs');
  const [name, setName] = useState(title);
  const isOver = useRef(false);

  function end(keep: boolean) {
    if (isOver.current) return;
    isOver.current = true;
    if (keep && name.trim() !== '' && name.trim() !== title) save(name.trim());
    close();
  }

  function onKeyDown(event: KeyboardEvent) {
    event.stopPropagation();
    if (event.key === 'Enter') end(true);
    if (event.key === 'Escape') end(false);
  }

  return (
    <div
      className="tree-writing"
      role="treeitem"
      tabIndex={-1}
      aria-level={level}
      aria-selected="false"
      style={{ top: at * ROW_HEIGHT, height: ROW_HEIGHT, left: 36 + (level - 1) * INDENT }}
    >
      <span className="unseen">{title}</span>
      <Input
        autoFocus
        size="small"
        value={name}
        aria-label={t('tree.renameIn', { locale })}
        suffix={<span className="quiet">{locale}</span>}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => end(true)}
      />
    </div>
  );
}
