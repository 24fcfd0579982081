import type { TFunction } from 'i18next';
import { day } from '@/shared/format';

/** Whether a thing is effective on a day; the end itself is not included. */
export function isEffective(
  from: string | null | undefined,
  to: string | null | undefined,
  today: string,
): boolean {
  return (!from || from <= today) && (!to || today < to);
}

export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

export function effectiveWords(
  t: TFunction<'products'>,
  from: string | null | undefined,
  to: string | null | undefined,
): string {
  const at = (said: string) => day(`${said}T12:00:00`);
  if (from && to) return t('effective.between', { from: at(from), to: at(to) });
  if (from) return t('effective.from', { from: at(from) });
  if (to) return t('effective.until', { to: at(to) });
  return t('effective.always');
}
