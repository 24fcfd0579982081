// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, which a real table would not let us
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and tells the active row
// A table of any length: only the rows in sight are drawn, more are asked for near the end, arrows move in it.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import './VirtualTable.css';

export interface Column<T> {
  key: string;
  title: ReactNode;
  /** In pixels. */
  width: number;
  /** Takes what is left of the line. */
  grows?: boolean;
  align?: 'right';
  render: (row: T) => ReactNode;
}

interface Props<T> {
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  keyOf: (row: T) => string;
  opened?: string;
  onOpen?: (row: T) => void;
  /** Called near the end: there may be more. */
  onEnd?: () => void;
  height?: number;
  foot?: ReactNode;
}

export function VirtualTable<T>({
  label,
  rows,
  columns,
  keyOf,
  opened,
  onOpen,
  onEnd,
  height = 29,
  foot,
}: Props<T>) {
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const prefix = useId();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    overscan: 12,
    scrollPaddingStart: height,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 15) onEnd?.();
  }, [last, rows.length, onEnd]);

  const open = () => {
    const row = rows[active];
    if (row !== undefined) onOpen?.(row);
  };
  const go = (to: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setActive(next);
    virtual.scrollToIndex(next);
  };
  const steps = new Map<string, () => void>([
    ['ArrowDown', () => go(active + 1)],
    ['ArrowUp', () => go(active - 1)],
    ['PageDown', () => go(active + 20)],
    ['PageUp', () => go(active - 20)],
    ['Home', () => go(0)],
    ['End', () => go(rows.length - 1)],
    ['Enter', open],
  ]);
  const onKey = (event: KeyboardEvent) => {
    const step = steps.get(event.key);
    if (event.target !== event.currentTarget || !step) return;
    event.preventDefault();
    step();
  };
  const template = columns
    .map((column) => (column.grows ? `minmax(${column.width}px, 1fr)` : `${column.width}px`))
    .join(' ');
  const least = columns.reduce((sum, column) => sum + column.width, 0);
  return (
    <div
      ref={frame}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={rows.length > 0 ? `${prefix}-${active}` : undefined}
      tabIndex={0}
      className="vt"
      onKeyDown={onKey}
    >
      <div role="rowgroup" className="vt-head" style={{ minWidth: least }}>
        <div role="row" aria-rowindex={1} style={{ gridTemplateColumns: template, height }}>
          {columns.map((column) => (
            <div key={column.key} role="columnheader" className={column.align}>
              {column.title}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), minWidth: least, position: 'relative' }}>
        {shown.map(({ index, start }) => {
          const row = rows[index] as T;
          const key = keyOf(row);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself takes the keys, for the active row
            <div
              key={key}
              id={`${prefix}-${index}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={onOpen ? key === opened : undefined}
              className={`vt-row${key === opened ? ' opened' : ''}${index === active ? ' active' : ''}${onOpen ? ' opens' : ''}`}
              style={{ gridTemplateColumns: template, height, transform: `translateY(${start}px)` }}
              onClick={() => {
                setActive(index);
                onOpen?.(row);
              }}
            >
              {columns.map((column) => (
                <div key={column.key} role="gridcell" className={column.align}>
                  {column.render(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
      {foot}
    </div>
  );
}
