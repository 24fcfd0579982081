/** How new each instant is among all: 1 the newest, 0 the oldest, by rank so that one old file has contrast too. */
export function agesOf(instants: readonly string[]): number[] {
  const ranks = [...new Set(instants)].sort();
  return instants.map((each) => (ranks.length < 2 ? 1 : ranks.indexOf(each) / (ranks.length - 1)));
}
