// Three states of one thing: what both began with, what I want, what somebody else saved meanwhile.

export interface Merge<T> {
  /** Fields that both changed, to different values: somebody has to choose. */
  contested: (keyof T)[];
  /** Fields that only the other person changed. */
  theirs: (keyof T)[];
  /** Fields that only I changed. */
  mine: (keyof T)[];
}

/** Deep equality of JSON values; an absent member and null are the same wish here: nothing said. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other || (one == null && other == null)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  if (Array.isArray(one) && one.length !== (other as unknown[]).length) return false;
  return [...names].every((name) =>
    isSame((one as Record<string, unknown>)[name], (other as Record<string, unknown>)[name]),
  );
}

export function mergeOf<T extends object>(base: T, mine: T, theirs: T, keys: (keyof T)[]): Merge<T> {
  const merge: Merge<T> = { contested: [], theirs: [], mine: [] };
  for (const key of keys) {
    const iChanged = !isSame(base[key], mine[key]);
    const theyChanged = !isSame(base[key], theirs[key]);
    if (iChanged && theyChanged && !isSame(mine[key], theirs[key])) merge.contested.push(key);
    else if (iChanged && !theyChanged) merge.mine.push(key);
    else if (theyChanged) merge.theirs.push(key);
  }
  return merge;
}
