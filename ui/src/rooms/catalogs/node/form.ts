// A node as a flat form: every field stands under the JSON pointer by which the service speaks of it,
// so that a refusal finds its field, and two people's changes merge field by field and language by language.
import type { Words } from '@/shared/api';
import { isSame } from '@/shared/merge';

export type Node = Words['catalog_admin__catalogs__schemas__trees__NodeOut'];
export type NodeChange = Words['NodeChange'];
/** Absent means: nothing is said. */
export type Values = Readonly<Record<string, unknown>>;

const LOCALISED = new Set(['displayName', 'slug', 'description']);
export const TYPE = '/type';
export const SORT_KEY = '/sortKey';
export const FROM = '/activeFrom';
export const TO = '/activeTo';

/** By its name alone, as the service has it. */
export function isLocalised(field: string): boolean {
  return LOCALISED.has(field) || field.startsWith('seo');
}

const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
const plain = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~');

export function metaKey(field: string, locale?: string): string {
  return locale === undefined ? `/meta/${escaped(field)}` : `/meta/${escaped(field)}/${locale}`;
}

export function attributeKey(key: string): string {
  return `/attributes/${escaped(key)}`;
}

/** `/meta/slug/en` → ['meta', 'slug', 'en']. */
export function partsOf(key: string): string[] {
  return key.slice(1).split('/').map(plain);
}

export function valuesOf(node: Node): Values {
  const values: Record<string, unknown> = { [TYPE]: node.type, [SORT_KEY]: node.sortKey };
  if (node.activeFrom) values[FROM] = node.activeFrom;
  if (node.activeTo) values[TO] = node.activeTo;
  for (const [field, said] of Object.entries(node.meta)) {
    if (!isLocalised(field)) values[metaKey(field)] = said;
    else
      for (const [locale, text] of Object.entries(said as Record<string, string>))
        values[metaKey(field, locale)] = text;
  }
  for (const [key, said] of Object.entries(node.attributes)) values[attributeKey(key)] = said;
  return values;
}

/** An empty text says nothing, except in a field that is there because somebody put it there. */
export function withValue(values: Values, key: string, value: unknown): Values {
  const { [key]: _, ...others } = values;
  const saysNothing = value === undefined || value === null || (value === '' && !isFree(key));
  return saysNothing ? others : { ...others, [key]: value };
}

function isFree(key: string): boolean {
  const parts = partsOf(key);
  return parts.length === 2 && (parts[0] === 'meta' || parts[0] === 'attributes');
}

export function changedKeys(before: Values, now: Values): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...keys].filter((key) => !isSame(before[key], now[key])).sort();
}

/** What PUT is told: a merge patch of meta, the rest whole; null when nothing changed. */
export function changeOf(before: Values, now: Values): NodeChange | null {
  const keys = changedKeys(before, now);
  if (keys.length === 0) return null;
  const change: Record<string, unknown> = {};
  const meta: Record<string, unknown> = {};
  for (const key of keys) {
    const [room, field, locale] = partsOf(key) as [string, string, string | undefined];
    if (room === 'attributes') change.attributes = attributesIn(now);
    else if (room !== 'meta') change[room] = now[key] ?? null;
    else if (locale === undefined) meta[field] = patchOf(before[key], now[key]);
    else meta[field] = languages(meta[field], field, locale, now);
  }
  if (Object.keys(meta).length > 0) change.meta = meta;
  return change as NodeChange;
}

function languages(patch: unknown, field: string, locale: string, now: Values): unknown {
  const isSilent = !Object.keys(now).some((key) => key.startsWith(`${metaKey(field)}/`));
  if (isSilent) return null;
  return { ...(patch as object | undefined), [locale]: now[metaKey(field, locale)] ?? null };
}

/** RFC 7396 merges objects, so members that are gone have to be named. */
function patchOf(before: unknown, now: unknown): unknown {
  if (now === undefined) return null;
  if (!isObject(before) || !isObject(now)) return now;
  const gone = Object.keys(before).filter((name) => !(name in now));
  const kept = Object.entries(now).filter(([name, value]) => !isSame(before[name], value));
  return Object.fromEntries([
    ...gone.map((name) => [name, null]),
    ...kept.map(([name, value]) => [name, patchOf(before[name], value)]),
  ]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function attributesIn(values: Values): Record<string, unknown> {
  const own = Object.entries(values).filter(([key]) => key.startsWith('/attributes/'));
  return Object.fromEntries(own.map(([key, value]) => [partsOf(key)[1]!, value]));
}

/** The fields of meta that say something in any language, or are free. */
export function metaFields(values: Values): string[] {
  const fields = Object.keys(values)
    .filter((key) => key.startsWith('/meta/'))
    .map((key) => partsOf(key)[1]!);
  return [...new Set(fields)].sort();
}

/** Whether `theirs` holds everything I wanted to change: then my save arrived although its answer did not. */
export function hasArrived(base: Values, mine: Values, theirs: Values): boolean {
  return changedKeys(base, mine).every((key) => isSame(mine[key], theirs[key]));
}

/** What was typed since `sent` goes on top of what came back. */
export function rebased(sent: Values, typed: Values, saved: Values): Values {
  return changedKeys(sent, typed).reduce((values, key) => withValue(values, key, typed[key]), saved);
}

/** The service's words by field; a pointer into a value belongs to that value. */
export function faultsAt(
  said: { pointer?: string | null; detail: string; errors?: { pointer: string; detail: string }[] },
  keys: readonly string[],
): { byField: Record<string, string>; others: string[] } {
  const told = said.errors?.length ? said.errors : [{ pointer: said.pointer ?? '', detail: said.detail }];
  const byField: Record<string, string> = {};
  const others: string[] = [];
  for (const { pointer, detail } of told) {
    const key =
      keys.find((each) => pointer === each || pointer.startsWith(`${each}/`)) ?? nearestBelow(pointer, keys);
    if (key === undefined) others.push(detail);
    else byField[key] ??= detail;
  }
  return { byField, others };
}

/** A fault of a whole field (`/meta/slug`) is shown at the first of its languages. */
function nearestBelow(pointer: string, keys: readonly string[]): string | undefined {
  return pointer === '' ? undefined : keys.find((each) => each.startsWith(`${pointer}/`));
}
