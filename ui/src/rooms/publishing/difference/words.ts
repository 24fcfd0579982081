// How single values of a difference are written down.
const LONG = 120;

/** Node paths are dotted keys; people read them as a way down. */
export function wayDown(path: string): string {
  return path.split('.').join(' › ');
}

export function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, isLong(value) ? 2 : undefined);
}

export function isLong(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  const words = typeof value === 'string' ? value : JSON.stringify(value);
  return words.length > LONG || words.includes('\n');
}

/** "/meta/displayName/en" is said "meta.displayName.en". */
export function fieldName(pointer: string): string {
  const steps = pointer.split('/').slice(1);
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')).join('.');
}
