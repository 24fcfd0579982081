// The first rows of a CSV file, read as the service will read them.

/** What the service knows as separators; the one that parts the most names in the first line. */
const SEPARATORS = [',', ';', '\t'] as const;
export type Separator = (typeof SEPARATORS)[number];

export function separatorOf(text: string): Separator {
  const head = (text.split('\n', 1)[0] ?? '').replaceAll(/"[^"]*"/g, '');
  const parts = (separator: Separator) => head.split(separator).length;
  return SEPARATORS.reduce((best, each) => (parts(each) > parts(best) ? each : best));
}

export interface Sheet {
  separator: Separator;
  columns: string[];
  /** Cells by row; `line` counts as an editor does. */
  rows: { line: number; cells: string[] }[];
}

/** As far as the text goes; a last row that is cut off is left out unless the text is the `whole` file. */
export function sheetOf(text: string, { whole, most = 50 }: { whole: boolean; most?: number }): Sheet {
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  const separator = separatorOf(body);
  const records = recordsOf(body, separator, most + 1);
  if (!whole && records.ended) records.rows.pop();
  const [head, ...rows] = records.rows;
  return {
    separator,
    columns: head?.cells.map((name) => name.trim()) ?? [],
    rows: rows.filter((row) => row.cells.length > 1 || row.cells[0] !== ''),
  };
}

function recordsOf(text: string, separator: string, most: number) {
  const rows: { line: number; cells: string[] }[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length && rows.length < most) {
    const cells: string[] = [];
    let open = true;
    while (open) {
      const [cell, next] = text[at] === '"' ? quoted(text, at) : plain(text, at, separator);
      cells.push(cell);
      line += cell.split('\n').length - 1;
      at = next;
      if (text[at] === separator) at += 1;
      else open = false;
    }
    rows.push({ line, cells });
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    line += 1;
  }
  return { rows, ended: at >= text.length && !text.endsWith('\n') };
}

function plain(text: string, from: number, separator: string): [string, number] {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return [text.slice(from, at), at];
}

function quoted(text: string, from: number): [string, number] {
  let at = from + 1;
  for (;;) {
    const end = text.indexOf('"', at);
    if (end === -1) return [text.slice(from + 1), text.length];
    if (text[end + 1] !== '"') return [text.slice(from + 1, end).replaceAll('""', '"'), end + 1];
    at = end + 2;
  }
}
