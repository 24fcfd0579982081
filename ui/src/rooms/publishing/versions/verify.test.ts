import { expect, test } from 'vitest';
import { Broken, canonical, verify } from './verify';

// Digest and order come from docs/verify_export.py, which shares no code with this.
const LINES = [
  '{"catalog":"shop","digest":"b037cf54c866a4bb0e18b5a1239eb526daf10694f5793835f09f6db5a64056d2","entries":5,"format":1}',
  '{"body":{"node":"n2","plan":"p1","score":0,"source":"manual"},"key":"n2/p1","kind":"membership"}',
  '{"body":{"id":"n2","key":"tubes","meta":{"displayName":{"de":"Röhren „alt“"}},"parent":"n1","sortKey":3},"key":"n2","kind":"node"}',
  '{"body":{"id":"n1","key":"","sortKey":0},"key":"n1","kind":"node"}',
  '{"body":{"key":"shop","locales":["de"],"name":{"de":"Laden"}},"key":"shop","kind":"catalog"}',
  '{"body":{"attributes":{"weight":"0.00000015"},"id":"p1","key":"p1","tags":[]},"key":"p1","kind":"plan"}',
];

function streamed(text: string, size = 7): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
}

const file = (lines: string[]) => streamed(`${lines.join('\n')}\n`);

test('an export amounts to the digest it names, however its bytes arrive', async () => {
  const header = JSON.parse(LINES[0]!);
  expect(await verify(file(LINES))).toEqual({
    catalog: 'shop',
    digest: header.digest,
    entries: header.entries,
  });
});

test.each([
  ['another word', LINES.map((line) => line.replace('Röhren', 'Rohren'))],
  ['an entry less', LINES.slice(0, -1)],
  ['another order', [LINES[0]!, ...LINES.slice(1).reverse()]],
  ['an entry twice', [...LINES, LINES.at(-1)!]],
  ['another spelling', LINES.map((line) => line.replace('"body":', '"body": '))],
  ['a fraction', LINES.map((line) => line.replace('"sortKey":3', '"sortKey":3.0'))],
  ['another format', LINES.map((line) => line.replace('"format":1', '"format":2'))],
  ['no header', []],
])('%s is not the same version', async (_, lines) => {
  await expect(verify(file(lines))).rejects.toThrow(Broken);
});

test('members are sorted, and only what has to be is escaped', () => {
  expect(canonical({ b: [1, null, 'ü"\n'], a: { d: true, c: '' } })).toBe(
    '{"a":{"c":"","d":true},"b":[1,null,"ü\\"\\n"]}',
  );
});
