// A file, its columns, its first rows: then the same check as for pasted names.
import { Button, Select } from 'antd';
import Papa from 'papaparse';
import { type DragEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckedRows } from './CheckedRows';
import { type Columns, guessed, hasHead, type Sheet, saidIn } from './columns';
import type { Said } from './names';
import type { Assign } from './useAssign';

const LARGEST_BYTES = 20_000_000;
const MOST = 10_000;
const PREVIEW = 5;

interface Read {
  name: string;
  sheet: Sheet;
  firstLine: number;
}

export function CsvPlans({ assign }: { assign: Assign }) {
  const { t } = useTranslation('nodes');
  const [read, setRead] = useState<Read | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);

  async function take(file: File | undefined) {
    if (!file) return;
    setRead(null);
    setWrong(null);
    if (file.size > LARGEST_BYTES) return setWrong(t('assign.tooLarge'));
    const { data } = Papa.parse<string[]>(await file.text(), { skipEmptyLines: 'greedy' });
    if (data.length === 0) return setWrong(t('assign.emptyFile'));
    setRead({ name: file.name, ...sheetOf(data) });
  }

  return (
    <>
      <DropZone take={(file) => void take(file)} name={read?.name} />
      {wrong && (
        <p className="node-fault" role="alert">
          {wrong}
        </p>
      )}
      {read && <Mapping key={read.name} read={read} assign={assign} />}
    </>
  );
}

function sheetOf(data: string[][]): { sheet: Sheet; firstLine: number } {
  const [first, ...others] = data as [string[], ...string[][]];
  if (hasHead(first)) return { sheet: { head: first, rows: others }, firstLine: 2 };
  return { sheet: { head: first.map((_, at) => String(at + 1)), rows: data }, firstLine: 1 };
}

function DropZone({ take, name }: { take: (file: File | undefined) => void; name?: string }) {
  const { t } = useTranslation('nodes');
  const [isOver, setOver] = useState(false);
  const over = (is: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(is);
  };
  return (
    <label
      className="assign-drop"
      data-over={isOver || undefined}
      onDragOver={over(true)}
      onDragLeave={over(false)}
      onDrop={(event) => {
        over(false)(event);
        take(event.dataTransfer.files[0]);
      }}
    >
      <input
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        aria-label={t('assign.drop')}
        onChange={(event) => {
          take(event.target.files?.[0]);
          // The same file, mended, can be chosen again.
          event.target.value = '';
        }}
      />
      {name ?? t('assign.drop')}
    </label>
  );
}

function Mapping({ read, assign }: { read: Read; assign: Assign }) {
  const { t } = useTranslation('nodes');
  const { sheet, firstLine } = read;
  const [columns, setColumns] = useState<Columns>(() => guessed(sheet));
  const [said, setSaid] = useState<Said[] | null>(null);
  const found = useMemo(() => saidIn(sheet, columns, firstLine), [sheet, columns, firstLine]);
  const titles = sheet.head.map((title, at) => ({ value: at, label: title || String(at + 1) }));

  function choose(change: Partial<Columns>) {
    setColumns({ ...columns, ...change });
    setSaid(null);
  }

  const optional = (name: 'rank' | 'pin') => (
    <span>
      {t(`assign.column.${name}`)}{' '}
      <Select
        size="small"
        style={{ minWidth: 120 }}
        aria-label={t(`assign.column.${name}`)}
        value={columns[name] ?? -1}
        options={[{ value: -1, label: t('assign.column.none') }, ...titles]}
        onChange={(at) => choose({ [name]: at < 0 ? null : at })}
      />
    </span>
  );
  return (
    <>
      <div className="node-row" style={{ marginTop: 10 }}>
        <span>
          {t('assign.column.name')}{' '}
          <Select
            size="small"
            style={{ minWidth: 140 }}
            aria-label={t('assign.column.name')}
            value={columns.name}
            options={titles}
            onChange={(name) => choose({ name })}
          />
        </span>
        {optional('rank')}
        {optional('pin')}
      </div>
      <table className="node-table">
        <thead>
          <tr>
            {(['line', 'said', 'rank', 'pin'] as const).map((each) => (
              <th key={each} scope="col">
                {t(`assign.${each}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.slice(0, PREVIEW).map((each) => (
            <tr key={each.line}>
              <td>{each.line}</td>
              <td className="mono">{each.name}</td>
              <td>{each.rank}</td>
              <td>{each.pin}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="node-row" style={{ marginTop: 8 }}>
        <span className="quiet">{t('assign.rows', { count: found.length })}</span>
        <Button
          size="small"
          disabled={found.length === 0 || found.length > MOST || said !== null}
          onClick={() => setSaid(found)}
        >
          {t('assign.check', { count: found.length })}
        </Button>
        {found.length > MOST && <span className="node-fault">{t('assign.tooMany', { count: MOST })}</span>}
      </div>
      {said && <CheckedRows said={said} assign={assign} mend={setSaid} />}
    </>
  );
}
