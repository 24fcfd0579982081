import type { Readable } from './builder/fields';
import type { Json } from './builder/logic';
import type { Effect } from './rule';

export interface Starter {
  name: 'equals' | 'recent' | 'positive' | 'holds' | 'tagged';
  effect: Effect;
  key: string;
  attribute: string;
  value?: string;
  when: Json;
}

/** At most three, of attributes that are there; `values` and `tags` are what rate plans say, most frequent first. */
export function startersOf(
  attributes: readonly Readable[],
  kind: string | null,
  values: readonly string[],
  tags: readonly string[],
): Starter[] {
  return [
    equals(kind, values[0]),
    recent(attributes),
    positive(attributes) ?? holds(attributes),
    tagged(tags[0]),
  ]
    .filter((each) => each !== null)
    .slice(0, 3);
}

function equals(attribute: string | null, value: string | undefined): Starter | null {
  if (attribute === null || value === undefined) return null;
  const when = { '===': [{ var: attribute }, value] };
  return { name: 'equals', effect: 'include', key: keyOf(value), attribute, value, when };
}

/** The built-in dates say when a plan can be sold: an own one says when it came. */
function recent(attributes: readonly Readable[]): Starter | null {
  const dates = attributes.filter((each) => each.type === 'date' && !each.many);
  const found = dates.find((each) => /launch|release|since|start/i.test(each.name)) ?? dates[0];
  if (found === undefined) return null;
  const when = { '<': [{ 'date.days_since': [{ var: found.name }] }, 30] };
  return { name: 'recent', effect: 'include', key: 'new', attribute: found.name, when };
}

function positive(attributes: readonly Readable[]): Starter | null {
  const found = attributes.find(
    (each) => !each.many && /discount|saving|margin/i.test(each.name) && each.type === 'decimal',
  );
  if (found === undefined) return null;
  const when = { '>': [{ var: found.name }, 0] };
  return { name: 'positive', effect: 'include', key: keyOf(found.name), attribute: found.name, when };
}

function holds(attributes: readonly Readable[]): Starter | null {
  const found = attributes.find((each) => !each.many && each.type === 'boolean');
  if (found === undefined) return null;
  const when = { '===': [{ var: found.name }, true] };
  return { name: 'holds', effect: 'include', key: keyOf(found.name), attribute: found.name, when };
}

function tagged(tag: string | undefined): Starter | null {
  if (tag === undefined) return null;
  const when = { in: [tag, { var: 'tags' }] };
  return { name: 'tagged', effect: 'exclude', key: `no-${keyOf(tag)}`, attribute: 'tags', value: tag, when };
}

function keyOf(words: string): string {
  const key = words.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return key.replace(/^-+|-+$/g, '').slice(0, 40) || 'include';
}
