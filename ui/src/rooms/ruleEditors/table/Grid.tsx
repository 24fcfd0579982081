// The grid itself: it alone has the focus, and the chosen cell is where it is; arrows and Tab go from cell to cell, as in a
// spreadsheet. Behind the last cell Tab leads on, and after Escape at once.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonObject } from '../json/exact';
import { CellInput, type Leaving } from './CellInput';
import { ColumnHead, focusHead } from './ColumnHead';
import { cellAt, type GridColumn, suggestionsFor, titleOf } from './columns';
import { type Change, paste, withCells } from './editing';
import { GridRow } from './GridRow';
import { idOf, rowsOf } from './model';
import { at, blockOf, moved, next, type Selection, within } from './moving';
import type { Findings } from './placing';
import { readSheet, writeSheet } from './sheet';

const LINE = 30;
const HEAD = 46;
const NUMBERS = 52;

interface Props {
  content: JsonObject;
  columns: GridColumn[];
  findings: Findings;
  selection: Selection;
  select: (selection: Selection) => void;
  /** Absent where it is only read. */
  apply?: (change: Change) => void;
  /** Keys that change rows, or take something back; true if it was one of them. */
  onKey: (event: KeyboardEvent) => boolean;
  editColumn: (column: GridColumn) => void;
  label: string;
  focus: RefObject<(() => void) | null>;
}

export function Grid(props: Props) {
  const { content, columns, findings, selection, select, apply, onKey, label, focus } = props;
  const { t } = useTranslation('ruleEditors');
  const box = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const mayLeave = useRef(false);
  const keys = useRef(onKey);
  keys.current = onKey;
  const prefix = useId();
  const rows = rowsOf(content);
  // The default stands behind the last row.
  const size = { rows: rows.length + 1, columns: columns.length, page: 12 };
  const cursor = within(selection.cursor, size);
  const block = blockOf({ anchor: within(selection.anchor, size), cursor });
  const template = templateOf(columns);
  const width = columns.reduce((sum, each) => sum + each.width, NUMBERS);
  const lefts = useMemo(() => leftsOf(columns), [columns]);
  const lines = useVirtualizer({
    count: size.rows,
    getScrollElement: () => box.current,
    estimateSize: () => LINE,
    overscan: 12,
    paddingStart: HEAD,
    scrollPaddingStart: HEAD,
  });
  focus.current = () => box.current?.focus();

  useEffect(() => {
    lines.scrollToIndex(cursor.row);
    const left = lefts[cursor.column] ?? 0;
    const shown = box.current;
    if (shown === null) return;
    const end = left + (columns[cursor.column]?.width ?? 0);
    if (left - NUMBERS < shown.scrollLeft) shown.scrollLeft = left - NUMBERS;
    else if (end > shown.scrollLeft + shown.clientWidth) shown.scrollLeft = end - shown.clientWidth;
  }, [cursor.row, cursor.column, lefts, columns, lines]);

  const column = columns[cursor.column];
  const text = column === undefined ? null : cellAt(content, cursor.row, column);
  const mayWrite = apply !== undefined && text !== null;
  const rowAt = (row: number) => (row < rows.length ? row : null);

  function leave(said: string | null, how: Leaving) {
    setTyped(null);
    if (said !== null && said !== text && column && apply)
      apply(withCells([{ row: rowAt(cursor.row), column: column.id, text: said }]));
    if (how === 'away') return;
    if (how !== 'here') select(next(cursor, how, size) ?? at(cursor.row, cursor.column));
    box.current?.focus();
  }

  function clear() {
    const cells = [];
    for (let row = block.top; row <= block.bottom; row++)
      for (const each of columns.slice(block.left, block.right + 1))
        if (cellAt(content, row, each)) cells.push({ row: rowAt(row), column: each.id, text: '' });
    if (cells.length > 0) apply?.(withCells(cells));
  }

  function onKeyDown(event: KeyboardEvent) {
    // A cell that is written, and the menus of columns, have keys of their own.
    if (event.target !== box.current || event.nativeEvent.isComposing) return;
    const { key, shiftKey } = event;
    const isFar = event.ctrlKey || event.metaKey;
    const isPlain = !event.altKey && !isFar;
    if (key === 'Tab' && isPlain) return tab(event);
    if (key !== 'Shift') mayLeave.current = key === 'Escape';
    if (onKey(event)) return event.preventDefault();
    const went = event.altKey ? null : moved(selection, { key, isFar, extends: shiftKey }, size);
    if (key === 'ArrowUp' && isPlain && !shiftKey && cursor.row === 0) focusHead(box.current, cursor.column);
    else if (went !== null) select(went);
    else if ((key === 'Enter' || key === 'F2') && isPlain && mayWrite) setTyped(text);
    else if ((key === 'Delete' || key === 'Backspace') && isPlain && apply) clear();
    else if (key === 'a' && isFar)
      select({ anchor: { row: 0, column: 0 }, cursor: { row: rows.length - 1, column: columns.length - 1 } });
    else if (key.length === 1 && isPlain && mayWrite) setTyped(key);
    else return;
    event.preventDefault();
  }

  function tab(event: KeyboardEvent) {
    const there = next(cursor, event.shiftKey ? 'back' : 'along', size);
    if (apply === undefined || mayLeave.current || there === null) return;
    select(there);
    event.preventDefault();
  }

  const clipboard = useRef({ copy: (_: DataTransfer) => {}, paste: (_: DataTransfer) => {} });
  clipboard.current = {
    copy(data) {
      const said = [];
      for (let row = block.top; row <= block.bottom; row++)
        said.push(columns.slice(block.left, block.right + 1).map((each) => cellAt(content, row, each) ?? ''));
      data.setData('text/plain', writeSheet(said));
    },
    paste(data) {
      const said = readSheet(data.getData('text/plain'));
      const first = columns[block.left];
      if (!apply || !first) return;
      if (block.top >= rows.length && first.side === 'outputs' && said.length === 1)
        apply(withCells(alongDefault(columns, block.left, said[0]!)));
      else apply(paste(Math.min(block.top, rows.length), block.left, said));
    },
  };
  useClipboard(box, clipboard);

  return (
    // biome-ignore lint/a11y/useSemanticElements: only the rows in sight are there, and none of them is a tr
    <div
      ref={box}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-readonly={apply === undefined}
      aria-multiselectable
      aria-rowcount={size.rows + 1}
      aria-colcount={columns.length + 1}
      aria-activedescendant={`${prefix}-${cursor.row}-${cursor.column}`}
      className="rt-grid"
      onKeyDown={onKeyDown}
      onBlur={() => {
        mayLeave.current = false;
      }}
    >
      <div style={{ height: lines.getTotalSize(), width, minWidth: '100%', position: 'relative' }}>
        <ColumnHead
          columns={columns}
          content={content}
          template={template}
          findings={findings}
          apply={apply}
          edit={props.editColumn}
          leave={(place) => {
            select(at(0, place));
            box.current?.focus();
          }}
        />
        {lines.getVirtualItems().map((line) => (
          <GridRow
            key={line.index < rows.length ? idOf(rows[line.index]!, line.index) : 'default'}
            index={line.index}
            top={line.start}
            height={LINE}
            template={template}
            prefix={prefix}
            content={content}
            columns={columns}
            findings={findings}
            block={block}
            cursor={cursor}
            select={(place, isLonger) => {
              select(isLonger ? { ...selection, cursor: place } : at(place.row, place.column));
              box.current?.focus();
            }}
            selectRow={(row, isLonger) => {
              const anchor = isLonger ? selection.anchor.row : row;
              select({ anchor: { row: anchor, column: 0 }, cursor: { row, column: columns.length - 1 } });
              box.current?.focus();
            }}
            edit={() => mayWrite && setTyped(text)}
          />
        ))}
        {typed !== null && column && (
          <CellInput
            key={`${cursor.row} ${cursor.column}`}
            first={typed}
            label={t('grid.cell', {
              column: titleOf(column) ?? t('grid.note'),
              row: cursor.row + 1,
            })}
            suggestions={suggestionsFor(content, column)}
            style={{
              top: HEAD + cursor.row * LINE,
              left: lefts[cursor.column],
              minWidth: column.width,
              height: LINE,
            }}
            leave={leave}
            onKey={(event) => keys.current(event) && event.preventDefault()}
          />
        )}
      </div>
    </div>
  );
}

/** The last one takes what is left of the width. */
function templateOf(columns: readonly GridColumn[]): string {
  const widths = columns.map(({ width, side }) => (side === null ? `minmax(${width}px, 1fr)` : `${width}px`));
  return `${NUMBERS}px ${widths.join(' ')}`;
}

function leftsOf(columns: readonly GridColumn[]): number[] {
  const lefts: number[] = [];
  let left = NUMBERS;
  for (const each of columns) {
    lefts.push(left);
    left += each.width;
  }
  return lefts;
}

function alongDefault(columns: readonly GridColumn[], from: number, said: readonly string[]) {
  return said.flatMap((text, along) => {
    const column = columns[from + along];
    return column?.side === 'outputs' ? [{ row: null, column: column.id, text }] : [];
  });
}

interface Hands {
  copy: (data: DataTransfer) => void;
  paste: (data: DataTransfer) => void;
}

/** The browser tells the document of it: nothing is selected that the clipboard would take by itself. */
function useClipboard(box: RefObject<HTMLDivElement | null>, hands: RefObject<Hands>) {
  useEffect(() => {
    const take = (event: ClipboardEvent) => {
      if (document.activeElement !== box.current || event.clipboardData === null) return;
      event.preventDefault();
      if (event.type === 'paste') hands.current.paste(event.clipboardData);
      else hands.current.copy(event.clipboardData);
    };
    document.addEventListener('copy', take);
    document.addEventListener('paste', take);
    return () => {
      document.removeEventListener('copy', take);
      document.removeEventListener('paste', take);
    };
  }, [box, hands]);
}
