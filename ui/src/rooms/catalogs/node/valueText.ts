// Free values as people type them: a text as it is, everything else as JSON.
export type Read = { ok: true; value: unknown } | { ok: false };

export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value, null, isFlat(value) ? 0 : 2);
}

function isFlat(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Array.isArray(value);
}

/** A text becomes a list or an object only when it is a whole one; what is not a text stays JSON, or is not read yet. */
export function fromText(text: string, before: unknown): Read {
  if (before === undefined || typeof before === 'string') {
    const looksMade = /^\s*[[{]/.test(text);
    if (!looksMade) return { ok: true, value: text };
    const made = parsed(text);
    return made.ok ? made : { ok: true, value: text };
  }
  return parsed(text);
}

function parsed(text: string): Read {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}
