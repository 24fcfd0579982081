// Sends what stands in the boxes, and keeps what came back as it came.
import { post, type Seen } from '../asking';

export interface Sent {
  query: string;
  variables: string;
  headers: string;
}

export interface Came {
  status: number;
  milliseconds: number;
  bytes: number;
  /** What the service says the question may have cost. */
  cost?: { requested: number; maximum: number };
  text: string;
  isFine: boolean;
}

/** `{}` for an empty box; throws SyntaxError for what is no JSON object. */
export function objectIn(text: string): Record<string, unknown> {
  const said: unknown = text.trim() === '' ? {} : JSON.parse(text);
  if (typeof said !== 'object' || said === null || Array.isArray(said)) throw new SyntaxError('{ … }');
  return said as Record<string, unknown>;
}

export async function send(seen: Seen, { query, variables, headers }: Sent): Promise<Came> {
  const said = Object.entries(objectIn(headers)).map(([name, value]) => [name, String(value)]);
  const body = { query, variables: objectIn(variables) };
  const begun = performance.now();
  const response = await post(seen, body, {
    'Content-Type': 'application/json',
    'X-Console': '1',
    ...Object.fromEntries(said),
  });
  const text = await response.text();
  return { ...read(text), status: response.status, milliseconds: Math.round(performance.now() - begun) };
}

function read(text: string): Pick<Came, 'bytes' | 'cost' | 'text' | 'isFine'> {
  const bytes = new TextEncoder().encode(text).length;
  try {
    const said = JSON.parse(text) as {
      errors?: unknown;
      data?: unknown;
      extensions?: { cost?: Came['cost'] };
    };
    const isFine = said.data !== undefined && said.errors === undefined;
    return { bytes, cost: said.extensions?.cost, text: JSON.stringify(said, null, 2), isFine };
  } catch {
    return { bytes, text, isFine: false };
  }
}
