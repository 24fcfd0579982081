// Ctrl K: anything by its name, and anything that can be done. A combobox over one list, as WAI-ARIA describes it.
import { SearchOutlined } from '@ant-design/icons';
import { Input, Modal } from 'antd';
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Entry, useCommands } from './commands';
import { useFound } from './found';
import { isMeant } from './matching';
import { closeOverlay } from './opening';
import './palette.css';

const LIST = 'palette-list';
const idOf = (entry: Entry) => `palette-${entry.id}`;

export default function Palette({ environment }: { environment: string }) {
  const { t } = useTranslation('app');
  const [query, setQuery] = useState('');
  const asked = useDeferredValue(query.trim());
  const found = useFound(environment, asked);
  const commands = useCommands(environment).filter((command) => isMeant(command.title, query));
  const entries = asked === '' ? commands : [...found.entries, ...commands];
  const [chosen, choose] = useChosen(entries);
  const open = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    closeOverlay();
    entry.run();
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) choose((chosen + step + entries.length) % Math.max(entries.length, 1));
    else if (event.key === 'Enter') open(entries[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal
      open
      title={t('palette.label')}
      classNames={{ header: 'visually-hidden' }}
      footer={null}
      closable={false}
      onCancel={closeOverlay}
      width={640}
      style={{ top: 80 }}
    >
      <Input
        autoFocus
        variant="borderless"
        size="large"
        prefix={<SearchOutlined />}
        placeholder={t('palette.placeholder')}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={onKey}
        role="combobox"
        aria-label={t('palette.label')}
        aria-expanded
        aria-controls={LIST}
        aria-activedescendant={entries[chosen] && idOf(entries[chosen])}
      />
      <Entries entries={entries} chosen={chosen} open={open} />
      {entries.length === 0 && !found.isAsking && (
        <div className="nothing" role="status">
          {t('palette.nothing', { query })}
        </div>
      )}
      <div className="palette-hint">{t('palette.hint')}</div>
    </Modal>
  );
}

/** The first line is chosen whenever other lines come. */
function useChosen(entries: Entry[]): [number, (index: number) => void] {
  const lines = entries.map((entry) => entry.id).join();
  const [chosen, setChosen] = useState({ lines, index: 0 });
  const index = chosen.lines === lines ? chosen.index : 0;
  return [index, (next) => setChosen({ lines, index: next })];
}

function Entries({
  entries,
  chosen,
  open,
}: {
  entries: Entry[];
  chosen: number;
  open: (entry: Entry) => void;
}) {
  const { t } = useTranslation('app');
  const current = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another line is chosen
  useEffect(() => {
    // Newer browsers answer a promise here, which an effect must not return.
    void current.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen, entries.length]);
  return (
    <div id={LIST} role="listbox" aria-label={t('palette.results')} className="palette-list">
      {entries.map((entry, index) => (
        <div key={entry.id}>
          {entry.group !== entries[index - 1]?.group && (
            <div className="palette-group" aria-hidden="true">
              {entry.group}
            </div>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's */}
          <div
            ref={index === chosen ? current : undefined}
            id={idOf(entry)}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className="palette-entry"
            onClick={() => open(entry)}
          >
            <span>{entry.title}</span>
            {entry.context && <span className="quiet palette-context">{entry.context}</span>}
            <span className="visually-hidden">{entry.group}</span>
          </div>
        </div>
      ))}
    </div>
  );
}
