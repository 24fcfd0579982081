// A decision table as a grid: rows test inputs, and say outputs.
import { Button } from 'antd';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stepsOf } from '@/rooms/rules/code/pointers';
import { StatusTag } from '@/shared/StatusTag';
import type { JsonObject } from '../json/exact';
import type { TextHistory } from '../useTextHistory';
import { ColumnForm } from './ColumnForm';
import { cellAt, type GridColumn, gridColumns } from './columns';
import { addRows, type Change, withTable } from './editing';
import { Grid } from './Grid';
import { idOf, rowsOf, type Table, tablesIn } from './model';
import { at, type Selection } from './moving';
import { closing, keyOf, type Placed, type Said, standing } from './placing';
import { TableTools } from './TableTools';
import { useRowActs } from './useRowActs';
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
  const found = useMemo(() => standing(findings, table), [findings, table]);
  const focus = useRef<(() => void) | null>(null);
  const apply = useMemo(
    () => change && ((made: Change) => change(withTable(graph, table, made))),
    [change, graph, table],
  );
  const { acts, onKey } = useRowActs({ content, selection, select, apply, history });

  const go = (where: string) => {
    const there = placeIn(tables, where);
    if (there === undefined) return;
    choose(there.table.id);
    const place =
      there.column === undefined
        ? 0
        : gridColumns(there.table.content).findIndex((each) => each.id === there.column);
    select(at(there.row, Math.max(0, place)));
    focus.current?.();
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
      {found.beside.length > 0 && (
        <ul className="rt-beside" aria-label={t('findings')}>
          {found.beside.map((fault) => (
            <Beside
              key={`${fault.pointer} ${fault.code} ${fault.detail}`}
              fault={fault}
              content={content}
              apply={apply}
            />
          ))}
        </ul>
      )}
      {editing && apply && <ColumnForm column={editing} apply={apply} close={() => setEditing(null)} />}
      <span className="rr-unseen">{path}</span>
    </div>
  );
}

/** `/nodes/1/content/rules/4/segment`: the table, its row and column, as far as it says them. */
function placeIn(tables: readonly Table[], pointer: string) {
  const [, node, , part, index, last] = stepsOf(pointer);
  const table = tables.find((each) => String(each.node) === node);
  if (table === undefined) return undefined;
  const rows = rowsOf(table.content);
  if (part === 'rules') return { table, row: Math.min(Number(index ?? 0), rows.length), column: last };
  if (part === 'default') return { table, row: rows.length, column: index };
  const columns = part === 'inputs' || part === 'outputs' ? (table.content[part] as { id: string }[]) : [];
  return { table, row: 0, column: columns[Number(index)]?.id };
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
      <span className="quiet">
        {id === null ? t('grid.default') : t('grid.row', { row: row + 1 })}
        {' · '}
        {here.column ? String(here.column.name || here.column.field) : t('grid.note')}
      </span>
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

interface BesideProps {
  fault: Said;
  content: JsonObject;
  apply?: (change: Change) => void;
}

/** A gap can be closed by the row that it lacks. */
function Beside({ fault, content, apply }: BesideProps) {
  const { t } = useTranslation('ruleEditors');
  const row = apply ? closing(fault, content) : null;
  return (
    <li>
      <StatusTag tone={fault.severity === 'warning' ? 'wait' : 'bad'}>
        {t(fault.severity === 'warning' ? 'warning' : 'error')}
      </StatusTag>
      <span>
        {fault.detail}
        {fault.suggestion && <span className="quiet"> → {fault.suggestion}</span>}
      </span>
      {row && (
        <Button size="small" onClick={() => apply?.(addRows(rowsOf(content).length, [row]))}>
          {t('row.close')}
        </Button>
      )}
    </li>
  );
}
