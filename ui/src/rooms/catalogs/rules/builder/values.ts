// Values written in a rule, exactly as they are stored: a decimal keeps all its digits because it never is a number here.
import type { Kind } from './fields';
import { isSame, type Json, operationOf } from './logic';

export const TODAY: Json = { 'date.today': [] };
export const NOW: Json = { 'date.now': [] };

export function isValueOf(kind: Kind, logic: Json): boolean {
  switch (kind) {
    case 'text':
      return typeof logic === 'string';
    case 'boolean':
      return typeof logic === 'boolean';
    case 'integer':
    case 'decimal':
      return typeof logic === 'number' || textIn('decimal', logic) !== null;
    case 'date':
      return isSame(logic, TODAY) || textIn('date', logic) !== null;
    case 'datetime':
      return isSame(logic, NOW) || textIn('datetime', logic) !== null;
  }
}

/** "2026-01-31" in {"date": "2026-01-31"}. */
export function textIn(wrapper: 'decimal' | 'date' | 'datetime', logic: Json): string | null {
  const found = operationOf(logic);
  if (found?.operator !== wrapper || found.operands.length !== 1) return null;
  const [text] = found.operands;
  return typeof text === 'string' ? text : null;
}

export function isList(kind: Kind, logic: Json): logic is Json[] {
  const isClock = (each: Json) => isSame(each, TODAY) || isSame(each, NOW);
  return (
    Array.isArray(logic) && logic.length > 0 && logic.every((each) => isValueOf(kind, each) && !isClock(each))
  );
}

/** As typed into a field: "0.50", "-3"; null for what is no number. */
export function numberOf(text: string): Json | null {
  const said = text.trim();
  if (!/^-?\d+(\.\d+)?$/.test(said)) return null;
  const whole = Number(said);
  return /^-?\d+$/.test(said) && Number.isSafeInteger(whole) ? whole : { decimal: said };
}

export function numberText(logic: Json | null): string {
  if (logic === null) return '';
  return typeof logic === 'number' ? String(logic) : (textIn('decimal', logic) ?? '');
}

/** As it is shown in a list of values and read back from one. */
export function shownValue(logic: Json): string {
  if (typeof logic === 'string') return logic;
  if (typeof logic === 'number' || typeof logic === 'boolean') return String(logic);
  return (
    textIn('decimal', logic) ?? textIn('date', logic) ?? textIn('datetime', logic) ?? JSON.stringify(logic)
  );
}

export function readValue(kind: Kind, text: string): Json | null {
  const said = text.trim();
  switch (kind) {
    case 'text':
      return text === '' ? null : text;
    case 'boolean':
      return said === 'true' ? true : said === 'false' ? false : null;
    case 'integer':
    case 'decimal':
      return numberOf(said);
    case 'date':
    case 'datetime':
      return said === '' ? null : { [kind]: said };
  }
}
