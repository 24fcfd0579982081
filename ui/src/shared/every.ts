/** All pages of a list that is short: people and tokens of one tenant. */
export async function every<T>(
  page: (after: string | undefined) => Promise<{ items: T[]; next: string | null }>,
): Promise<T[]> {
  const found: T[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await page(after);
    found.push(...items);
    after = next ?? undefined;
  } while (after !== undefined);
  return found;
}
