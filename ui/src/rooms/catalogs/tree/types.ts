// Kinds of nodes the service knows by itself; a tenant may use any other word.
import type { Forest } from './forest';
import { childrenOf } from './forest';

const KNOWN = [
  'category',
  'subcategory',
  'dynamicCategory',
  'aiCollection',
  'bundleNode',
  'solutionSet',
] as const;

export function typesIn(forest: Forest): string[] {
  const found = new Set<string>(KNOWN);
  for (const { type } of forest.rows.values()) if (!type.endsWith('Root')) found.add(type);
  return [...found];
}

/** What its siblings mostly are: the last one tells. */
export function typeBelow(forest: Forest, parentId: string): string {
  const last = childrenOf(forest, parentId).at(-1);
  if (last) return forest.rows.get(last)!.type;
  const parent = forest.rows.get(parentId)?.type ?? '';
  return parent === '' || parent.endsWith('Root') ? 'category' : parent;
}
