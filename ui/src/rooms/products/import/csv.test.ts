import { separatorOf, sheetOf } from './csv';

describe('the first rows of a CSV file', () => {
  it('are parted by what parts the header the most, outside of quotes', () => {
    expect(separatorOf('key,name\n')).toBe(',');
    expect(separatorOf('"a,b,c";Name;Preis\n')).toBe(';');
    expect(separatorOf('key\tname\n')).toBe('\t');
    expect(separatorOf('key\n')).toBe(',');
  });

  it('hold quotes, separators and line ends inside of quotes, on the line an editor shows', () => {
    const sheet = sheetOf('\ufeffkey;name\r\na;"x ""y"";\nz"\r\nb;c\r\n', { whole: true });
    expect(sheet.columns).toEqual(['key', 'name']);
    expect(sheet.rows).toEqual([
      { line: 3, cells: ['a', 'x "y";\nz'] },
      { line: 4, cells: ['b', 'c'] },
    ]);
  });

  it('leave out what was cut off in the middle', () => {
    expect(sheetOf('key,name\na,b\nc,d', { whole: false }).rows).toHaveLength(1);
    expect(sheetOf('key,name\na,b\nc,d', { whole: true }).rows).toHaveLength(2);
  });

  it('are no more than asked for, and no empty lines', () => {
    expect(sheetOf('k\n1\n2\n3\n', { whole: true, most: 2 }).rows).toHaveLength(2);
    expect(sheetOf('k,n\n1,2\n\n3,4\n', { whole: true }).rows).toHaveLength(2);
  });
});
