import { expect, test } from 'vitest';
import type { Part } from '../queries';
import { partsByLine } from './places';

const TEXT = `{
  "id": "high",
  "when": {
    "and": [
      {">": [{"var": "discount"}, 10]},
      {"<": [{"var": "discount"}, 60]}
    ]
  }
}
`;
const at = (pointer: string): Part => ({
  subject: { kind: 'rule', id: 'deep' },
  part: 'condition',
  name: '',
  file: '',
  pointer,
  yes: 0,
  no: 0,
});

test('a part is marked on the line on which it begins', () => {
  const lines = partsByLine(TEXT, [at(''), at('/when/and/0'), at('/when/and/1')]);
  expect([...lines].map(([line, parts]) => [line, parts.map((each) => each.pointer)])).toEqual([
    [1, ['']],
    [5, ['/when/and/0']],
    [6, ['/when/and/1']],
  ]);
});

test('what is written as text further down is marked where the text stands', () => {
  const [[line]] = [...partsByLine('{\n  "when": "discount > 10"\n}', [at('/when/>')])] as [[number, Part[]]];
  expect(line).toBe(2);
});
