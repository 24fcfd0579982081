// Rows in which nothing is written: they match whatever is asked, and answer nothing.

import type { JsonObject } from '../json/exact';
import { ROW_ID, type Row, rowsOf } from './model';

const isEmpty = (row: Row) =>
  Object.entries(row).every(([name, said]) => name === ROW_ID || said === null || said === '');

/** Their places. */
export function emptyRows(content: JsonObject): number[] {
  return rowsOf(content).flatMap((row, at) => (isEmpty(row) ? [at] : []));
}
