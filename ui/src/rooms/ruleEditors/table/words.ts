// Where a finding stands and what it says, as who looks at the grid would say it.
import type { TFunction } from 'i18next';
import { gridColumns, titleOf } from './columns';
import { rowsOf, type Table } from './model';
import { placeIn } from './placing';

type Say = TFunction<'ruleEditors'>;

/** "Row 7 · Discount up to"; the row behind the last one is the default, null is no single row. */
export function placeWords(t: Say, table: Table, row: number | null, column: string | undefined): string {
  const there = gridColumns(table.content).find((each) => each.id === column);
  const isDefault = row === rowsOf(table.content).length;
  return [
    row !== null && (isDefault ? t('grid.default') : t('grid.row', { row: row + 1 })),
    there && (titleOf(there) ?? t('grid.note')),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Null for a place that the grid does not show. */
export function pointerWords(t: Say, tables: readonly Table[], pointer: string): string | null {
  const there = placeIn(tables, pointer);
  if (there === undefined) return null;
  const isOfRow = /\/content\/(rules\/\d|default\/)/.test(pointer);
  const said = placeWords(t, there.table, isOfRow ? there.row : null, there.column);
  return said === '' ? null : tables.length > 1 ? `${there.table.name} · ${said}` : said;
}

const ENDS = /^Unexpected end of /;
const MISSING = /^Expected a (literal|property) at \((\d+), \d+\)$/;
const SPAN = /^(.*) at \((\d+), \d+\)$/;

/** The engine counts from nothing, and speaks of its parser. */
export function detailWords(t: Say, detail: string): string {
  if (ENDS.test(detail)) return t('fault.ends');
  if (detail === 'Incomplete parser output') return t('fault.more');
  const missing = MISSING.exec(detail);
  if (missing) return t(`fault.${missing[1] as 'literal' | 'property'}`, { at: Number(missing[2]) });
  const [, said, at] = SPAN.exec(detail) ?? [];
  return said === undefined ? detail : t('fault.at', { said, at: Number(at) + 1 });
}
