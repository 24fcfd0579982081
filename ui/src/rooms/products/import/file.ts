// The file somebody chose: unpacked if need be, its form recognised, its first rows read.
import { type Sheet, sheetOf } from './csv';
import type { Format } from './upload';

const HEAD_BYTES = 256 * 1024;

export interface Chosen {
  name: string;
  body: Blob;
  format: Format;
  /** Of CSV. */
  sheet?: Sheet;
  /** Of the others: the first documents, as they are written. */
  documents: string[];
  /** Told when the bytes are no UTF-8 text: the service would refuse them. */
  isText: boolean;
}

function formatOf(name: string, head: string): Format {
  const ending = name.replace(/\.gz$/i, '').split('.').at(-1)?.toLowerCase();
  if (ending === 'csv' || ending === 'tsv' || ending === 'txt') return 'csv';
  if (ending === 'ndjson' || ending === 'jsonl') return 'ndjson';
  const start = head.trimStart()[0];
  if (start === '[') return 'json';
  return start === '{' ? 'ndjson' : 'csv';
}

async function unpacked(file: File): Promise<Blob> {
  if (!/\.gz$/i.test(file.name)) return file;
  return new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).blob();
}

export function documentsIn(head: string, format: Format, most = 5): string[] {
  if (format === 'ndjson') {
    return head
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(0, most);
  }
  return [head.slice(0, 1_500)];
}

export async function chosenFrom(file: File): Promise<Chosen> {
  const body = await unpacked(file);
  const bytes = await body.slice(0, HEAD_BYTES).arrayBuffer();
  const whole = body.size <= HEAD_BYTES;
  // A character may be cut in two at the end of the piece; inside of it nothing may be broken.
  const head = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true }).decode(bytes);
  const format = formatOf(file.name, head);
  return {
    name: file.name,
    body,
    format,
    sheet: format === 'csv' ? sheetOf(head, { whole }) : undefined,
    documents: format === 'csv' ? [] : documentsIn(head, format),
    isText: !head.slice(0, whole ? undefined : -4).includes('\ufffd'),
  };
}
