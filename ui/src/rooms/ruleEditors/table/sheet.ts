// Cells as spreadsheets put them on the clipboard: tabs between them, lines of them, quotes around what holds either.
export function readSheet(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  const end = () => {
    rows.at(-1)!.push(cell);
    cell = '';
  };
  const all = text.replaceAll('\r\n', '\n').replace(/\n$/, '');
  for (let at = 0; at < all.length; at++) {
    const letter = all[at]!;
    const isTwice = letter === '"' && all[at + 1] === '"';
    if (isQuoted && isTwice) cell += all[at++];
    else if (isQuoted && letter === '"') isQuoted = false;
    else if (isQuoted) cell += letter;
    else if (letter === '"' && cell === '' && isSpreadsheets(all, at)) isQuoted = true;
    else if (letter === '\t') end();
    else if (letter === '\n') {
      end();
      rows.push([]);
    } else cell += letter;
  }
  end();
  return rows.map((row) => row.map((each) => each.trim()));
}

/** `"Gold"` is what a cell of ours says; a spreadsheet's quotes go around a tab, a line break or quotes. */
function isSpreadsheets(text: string, at: number): boolean {
  const inside = /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(text.slice(at))?.[1];
  return inside !== undefined && /[\t\n]|""/.test(inside);
}

export function writeSheet(rows: readonly (readonly string[])[]): string {
  return rows
    .map((row) => row.map((cell) => (isPlain(cell) ? cell : `"${cell.replaceAll('"', '""')}"`)).join('\t'))
    .join('\n');
}

/** `"Gold"` stays as it is; a cell that begins with quotes and does not end them would swallow the next one. */
function isPlain(cell: string): boolean {
  return !/[\t\n]/.test(cell) && (!cell.startsWith('"') || /^"[^"]*"(?!")/.test(cell));
}
