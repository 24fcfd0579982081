// Values of attributes as people read them; decimals keep every digit they have.
import i18next from 'i18next';
import { day, instant } from '@/shared/format';
import type { Attribute } from './registry';

/** A decimal text in the chosen language's notation; never through a float, which would round it. */
export function decimal(text: string, language = i18next.language): string {
  const [whole = '', fraction] = text.split('.');
  const parts = new Intl.NumberFormat(language).formatToParts(-1234.5);
  const point = parts.find((part) => part.type === 'decimal')?.value ?? '.';
  const grouped = new Intl.NumberFormat(language).format(BigInt(whole === '-0' ? '0' : whole));
  const signed = whole === '-0' ? `-${grouped}` : grouped;
  return fraction === undefined ? signed : `${signed}${point}${fraction}`;
}

/** An exact amount with its currency; at least the digits the currency is counted in. */
export function amount(text: string, currency: string, language = i18next.language): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency });
  const least = format.resolvedOptions().minimumFractionDigits ?? 0;
  const [whole = '', fraction = ''] = text.split('.');
  const exact = decimal(least > 0 || fraction ? `${whole}.${fraction.padEnd(least, '0')}` : whole, language);
  let placed = false;
  const shown = format.formatToParts(1).map((part) => {
    if (part.type === 'currency' || part.type === 'literal') return part.value;
    if (placed) return '';
    placed = true;
    return exact;
  });
  return shown.join('');
}

function item(value: unknown, attribute: Attribute | undefined, words: { yes: string; no: string }): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  const text = String(value);
  if (attribute?.type === 'decimal' || attribute?.type === 'integer') {
    return /^-?\d+(\.\d+)?$/.test(text) ? decimal(text) : text;
  }
  if (attribute?.type === 'date') return day(`${text}T12:00:00`);
  if (attribute?.type === 'datetime') return instant(text);
  return text;
}

export function shown(
  value: unknown,
  attribute: Attribute | undefined,
  words: { yes: string; no: string },
): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((each) => item(each, attribute, words)).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  const text = item(value, attribute, words);
  return attribute?.unit ? `${text} ${attribute.unit}` : text;
}
