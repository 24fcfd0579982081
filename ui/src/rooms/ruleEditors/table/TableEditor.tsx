// A decision table as a grid: rows test inputs, and say outputs.
import type { TFunction } from 'i18next';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonObject } from '../json/exact';
import type { TextHistory } from '../useTextHistory';
import { ColumnForm } from './ColumnForm';
import { cellAt, type GridColumn, gridColumns } from './columns';
import { type Change, withTable } from './editing';
import { Grid } from './Grid';
import { idOf, rowsOf, type Table, tablesIn } from './model';
import { at, type Selection } from './moving';
import { keyOf, type Listed, type Placed, placeIn, type Said, standing, withEmptyRows } from './placing';
import { SaidLines } from './SaidLines';
import { TableTools } from './TableTools';
import { useRowActs } from './useRowActs';
import { detailWords, placeWords } from './words';
import './table.css';

interface Props {
  path: string;
  graph: JsonObject;
  /** Absent where it is only read. */
  change?: (graph: JsonObject) => void;
  history: TextHistory;
  findings: readonly Placed[];
  reveal: RefObject<((pointer: string) => void) | null>;
  pointer?: string;
}

export default function TableEditor({ path, graph, change, history, findings, reveal, pointer }: Props) {
  const { t } = useTranslation('ruleEditors');
  const tables = useMemo(() => tablesIn(graph), [graph]);
  const [chosen, choose] = useState<string | undefined>();
  const table = tables.find((each) => each.id === chosen) ?? tables[0]!;
  const { content } = table;
  const [selection, select] = useState<Selection>(() => at(0, 0));
  const [editing, setEditing] = useState<GridColumn | null>(null);
  const columns = useMemo(() => gridColumns(content), [content]);
  const told = useMemo(() => findings.map((each) => inWords(t, each)), [findings, t]);
  const found = useMemo(() => withEmptyRows(standing(told, table), table, t('row.empty')), [told, table, t]);
  const [added, setAdded] = useState('');
  const focus = useRef<(() => void) | null>(null);
  const apply = useMemo(
    () => change && ((made: Change) => change(withTable(graph, table, made))),
    [change, graph, table],
  );
  const goOn = (row?: number) => {
    setAdded(row === undefined ? '' : t('row.added', { row: row + 1 }));
    focus.current?.();
  };
  const { acts, onKey } = useRowActs({ content, selection, select, apply, history, goOn });

  const goTo = ({ row, column }: Pick<Listed, 'row' | 'column'>, among = columns) => {
    const place = among.findIndex((each) => each.id === column);
    select(at(row ?? 0, Math.max(0, place)));
    focus.current?.();
  };
  const go = (where: string) => {
    const there = placeIn(tables, where);
    if (there === undefined) return;
    choose(there.table.id);
    goTo({ row: there.row, column: there.column }, gridColumns(there.table.content));
  };
  const first = useRef(pointer);
  const latest = useRef(go);
  latest.current = go;
  useEffect(() => {
    reveal.current = (where) => latest.current(where);
    if (first.current !== undefined) latest.current(first.current);
    first.current = undefined;
  }, [reveal]);

  return (
    <div className="rt">
      <TableTools
        tables={tables}
        table={table}
        choose={(id) => {
          choose(id);
          select(at(0, 0));
        }}
        acts={acts}
        history={history}
        apply={apply}
      />
      <Grid
        key={table.id}
        content={content}
        columns={columns}
        findings={found}
        selection={selection}
        select={select}
        apply={apply}
        onKey={onKey}
        editColumn={setEditing}
        label={t('grid.label', { table: table.name })}
        focus={focus}
      />
      <Here
        table={table}
        columns={columns}
        selection={selection}
        said={found.at}
        mayEdit={apply !== undefined}
      />
      <SaidLines table={table} found={found} apply={apply} go={(there) => goTo(there)} />
      <span className="rr-unseen" role="status">
        {added}
      </span>
      {editing && apply && <ColumnForm column={editing} apply={apply} close={() => setEditing(null)} />}
      <span className="rr-unseen">{path}</span>
    </div>
  );
}

function inWords(t: TFunction<'ruleEditors'>, { fault, ...there }: Placed): Placed {
  return { ...there, fault: { ...fault, detail: detailWords(t, fault.detail) } };
}

interface HereProps {
  table: Table;
  columns: GridColumn[];
  selection: Selection;
  said: Map<string, Said[]>;
  mayEdit: boolean;
}

/** The cell that is chosen, as a whole, and what is to be said of it: nothing has to be hovered over. */
function Here({ table, columns, selection, said, mayEdit }: HereProps) {
  const { t } = useTranslation('ruleEditors');
  const rows = rowsOf(table.content);
  const { row, column } = selection.cursor;
  const here = columns[column];
  if (here === undefined) return null;
  const id = row < rows.length ? idOf(rows[row]!, row) : null;
  const faults = [
    ...(said.get(keyOf(id, here.id)) ?? []),
    ...(said.get(keyOf(id)) ?? []),
    ...(said.get(keyOf(undefined, here.id)) ?? []),
  ];
  const text = cellAt(table.content, row, here);
  return (
    <div className="rt-here" aria-live="polite">
      <span className="quiet">{placeWords(t, table, Math.min(row, rows.length), here.id)}</span>
      <span className="mono rt-whole">{text}</span>
      {faults.map((each) => (
        <span
          key={`${each.code} ${each.detail}`}
          className={each.severity === 'warning' ? 'rt-doubt' : 'rr-wrong'}
        >
          {each.detail}
          {each.suggestion && ` → ${each.suggestion}`}
        </span>
      ))}
      {mayEdit && faults.length === 0 && <span className="quiet rt-keys">{t('grid.keys')}</span>}
    </div>
  );
}
