// Dates, numbers and amounts as the chosen language writes them.
import i18next from 'i18next';

export function number(value: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(i18next.language, options).format(value);
}

export function percent(share: number): string {
  return number(share, { style: 'percent', maximumFractionDigits: share > 0 && share < 0.01 ? 2 : 0 });
}

const BYTES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

/** "1.2 MB" */
export function bytes(value: number): string {
  const power = Math.min(BYTES.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
  const options = { style: 'unit', unit: BYTES[power], unitDisplay: 'short' } as const;
  return number(value / 1000 ** power, { ...options, maximumSignificantDigits: 3 });
}

export function money(amount: number, currency: string): string {
  return number(amount, { style: 'currency', currency });
}

export function instant(value: string | Date): string {
  return new Intl.DateTimeFormat(i18next.language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(value),
  );
}

export function day(value: string | Date): string {
  return new Intl.DateTimeFormat(i18next.language, { dateStyle: 'medium' }).format(new Date(value));
}

const NEAR = 2 * 86_400_000;

/** A day; near enough to now that the hour matters, with its time. */
export function moment(value: string | Date, now = Date.now()): string {
  return Math.abs(new Date(value).getTime() - now) < NEAR ? instant(value) : day(value);
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 hours ago", in the largest unit that is at least one. */
export function ago(value: string | Date, now = Date.now()): string {
  const seconds = (new Date(value).getTime() - now) / 1000;
  const words = new Intl.RelativeTimeFormat(i18next.language, { numeric: 'auto' });
  const [unit, size] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return words.format(Math.round(seconds / size), unit);
}

/** A digest as people say it: the first twelve of 64 characters. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}
