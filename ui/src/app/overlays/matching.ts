// Which commands a few typed letters mean: every word typed begins a word of the command, whatever its accents.

/** Lower case without accents, so that "reglas" finds "Réglas" and ü is u. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
}

export function isMeant(title: string, query: string): boolean {
  const words = plain(title).split(/[^\p{L}\p{N}]+/u);
  const typed = plain(query).split(/\s+/).filter(Boolean);
  return typed.every((part) => words.some((word) => word.startsWith(part)));
}
