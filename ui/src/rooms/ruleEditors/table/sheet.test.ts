import { expect, it } from 'vitest';
import { dice, one, some } from '../testing/dice';
import { readSheet, writeSheet } from './sheet';

it.each<[string, string[][]]>([
  [
    'a\tb\nc\td',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a\tb\r\nc\t\r\n',
    [
      ['a', 'b'],
      ['c', ''],
    ],
  ],
  ['"Gold"\t>= 12', [['"Gold"', '>= 12']]],
  ['"a\tb"\t"c ""d"""\t"e\nf"', [['a\tb', 'c "d"', 'e\nf']]],
  ['"A", "B"\t1', [['"A", "B"', '1']]],
  ['"', [['"']]],
  ['', [['']]],
])('%j is read as cells', (text, rows) => {
  expect(readSheet(text)).toEqual(rows);
});

it('what is copied here is pasted here as it was', () => {
  const random = dice(3);
  const parts = ['"', '""', 'a', ' b', '\t', '"Gold"', ',', '>= 1', '\n'];
  for (let turn = 0; turn < 2_000; turn++) {
    const cell = () =>
      some(random, 4, () => one(random, parts))
        .join('')
        .trim();
    const rows = some(random, 3, () => [cell(), cell()]);
    expect(readSheet(writeSheet(rows))).toEqual(rows);
  }
});
