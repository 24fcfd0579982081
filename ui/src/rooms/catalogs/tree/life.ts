// When a node is seen at all, as far as it is worth a word in a list.
export interface Life {
  word: 'from' | 'until' | 'ended';
  at: string;
}

export function lifeOf(from: string | null, to: string | null, now: number): Life | null {
  if (to !== null && Date.parse(to) <= now) return { word: 'ended', at: to };
  if (from !== null && Date.parse(from) > now) return { word: 'from', at: from };
  if (to !== null) return { word: 'until', at: to };
  return null;
}
