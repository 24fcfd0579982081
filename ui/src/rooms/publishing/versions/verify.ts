// Recomputes a version's digest from its export alone, in the browser: docs/reference/version-format.md says how.
const FORMAT = 1;
const [ENTRY, LEAF, MIDDLE, ROOT] = [0, 1, 2, 3];
const LINES_AT_ONCE = 256;

/** The export does not amount to what it says. */
export class Broken extends Error {}

export interface Verified {
  catalog: string;
  digest: string;
  entries: number;
}

interface Header {
  catalog: string;
  digest: string;
  entries: number;
  format: number;
}

interface Entry {
  kind: string;
  key: string;
  body: unknown;
}

/** Reads the NDJSON as it comes; memory does not grow with it. Raises Broken. */
export async function verify(
  chunks: ReadableStream<Uint8Array>,
  onProgress: (entries: number, of: number) => void = () => {},
): Promise<Verified> {
  const batches = batchesOf(chunks);
  const first = await batches.next();
  const [headerLine, ...rest] = first.done ? [''] : first.value;
  const header = headerOf(headerLine ?? '');
  const tree = new Tree();
  await tree.add(rest);
  for await (const lines of batches) {
    await tree.add(lines);
    onProgress(tree.count, header.entries);
  }
  const digest = await tree.digestOf(header.catalog);
  if (tree.count !== header.entries || digest !== header.digest)
    throw new Broken(`${tree.count} entries amount to ${digest}, not ${header.entries} to ${header.digest}`);
  return { catalog: header.catalog, digest, entries: tree.count };
}

/** RFC 8785 of our profile: ASCII names, whole numbers, so that sorted members are all there is to it. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`;
}

function headerOf(line: string): Header {
  const header = read(line) as Partial<Header>;
  if (header.format !== FORMAT) throw new Broken('not an export of format 1');
  return header as Header;
}

function read(line: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Broken('not JSON');
  }
  // Catches fractions, numbers beyond 2^53, members that are there twice and any other spelling.
  if (canonical(value) !== line) throw new Broken('not canonical JSON');
  return value;
}

async function* batchesOf(chunks: ReadableStream<Uint8Array>): AsyncGenerator<string[]> {
  const reader = chunks.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      const lines = rest.split('\n');
      rest = done ? '' : (lines.pop() ?? '');
      const told = lines.filter((line) => line !== '');
      for (let at = 0; at < told.length; at += LINES_AT_ONCE) yield told.slice(at, at + LINES_AT_ONCE);
      if (done) return;
    }
  } finally {
    await reader.cancel();
  }
}

/** The Merkle tree, built in the order of the key hashes: what is complete is hashed and forgotten. */
class Tree {
  count = 0;
  #last = '';
  #leaf: { index: number; parts: Uint8Array[] } | null = null;
  #middle: { index: number; parts: Uint8Array[] } | null = null;
  #root: Uint8Array[] = [];

  async add(lines: string[]): Promise<void> {
    for (const { place, entry } of await Promise.all(lines.map(hashed))) {
      const placed = hex(place);
      if (placed <= this.#last) throw new Broken(`entry ${this.count + 1} is out of order, or there twice`);
      this.#last = placed;
      await this.#put(((place[0] ?? 0) << 8) | (place[1] ?? 0), entry);
      this.count += 1;
    }
  }

  async digestOf(catalog: string): Promise<string> {
    await this.#closeLeaf();
    await this.#closeMiddle();
    const root = await sha256(joined([Uint8Array.of(ROOT), ...this.#root]));
    return hex(await sha256(bytes(canonical({ catalog, format: FORMAT, root: hex(root) }))));
  }

  async #put(index: number, entry: Uint8Array): Promise<void> {
    if (this.#leaf?.index !== index) {
      await this.#closeLeaf();
      this.#leaf = { index, parts: [] };
    }
    this.#leaf.parts.push(entry);
  }

  async #closeLeaf(): Promise<void> {
    if (this.#leaf === null) return;
    const { index, parts } = this.#leaf;
    this.#leaf = null;
    const name = Uint8Array.of(index >> 8, index & 255);
    const leaf = await sha256(joined([Uint8Array.of(LEAF), name, ...parts]));
    if (this.#middle?.index !== index >> 8) {
      await this.#closeMiddle();
      this.#middle = { index: index >> 8, parts: [] };
    }
    this.#middle.parts.push(name, leaf);
  }

  async #closeMiddle(): Promise<void> {
    if (this.#middle === null) return;
    const { index, parts } = this.#middle;
    this.#middle = null;
    const name = Uint8Array.of(index);
    this.#root.push(name, await sha256(joined([Uint8Array.of(MIDDLE), name, ...parts])));
  }
}

async function hashed(line: string): Promise<{ place: Uint8Array; entry: Uint8Array }> {
  const { kind, key, body } = read(line) as Entry;
  const [place, bodyHash] = await Promise.all([
    sha256(bytes(`${kind}/${key}`)),
    sha256(bytes(canonical(body))),
  ]);
  const entry = await sha256(joined([Uint8Array.of(ENTRY), bytes(canonical([kind, key, hex(bodyHash)]))]));
  return { place, entry };
}

const encoder = new TextEncoder();

function bytes(words: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(words);
}

async function sha256(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', data));
}

function joined(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function hex(data: Uint8Array): string {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
