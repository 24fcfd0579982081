/** How many lines came and went, by git's unified text; null where the service left it out. */
export function linesIn(patch: string | null): { added: number; removed: number } | null {
  if (patch === null) return null;
  let isInside = false;
  let added = 0;
  let removed = 0;
  for (const line of patch.split('\n')) {
    if (line.startsWith('@@')) isInside = true;
    else if (isInside && line.startsWith('+')) added++;
    else if (isInside && line.startsWith('-')) removed++;
  }
  return { added, removed };
}
