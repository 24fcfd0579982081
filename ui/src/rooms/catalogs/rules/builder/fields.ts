// What a condition can be about: an attribute, or something counted from it (days since a date, items of a list).
import type { Words } from '@/shared/api';
import { isSame, type Json, nameOf, operationOf, variable } from './logic';

export type Readable = Words['ReadableOut'];
export type Kind = Readable['type'];
export type Family = 'text' | 'number' | 'boolean' | 'time' | 'list';

export interface Subject {
  /** `discountPercent`, or `date.days_since:launchDate`; no attribute has a colon in its name. */
  id: string;
  attribute: Readable;
  /** The function between the attribute and the comparison. */
  counted: Counted | null;
  kind: Kind;
  family: Family;
}

const COUNTED_DATES = [
  'date.days_since',
  'date.days_until',
  'date.year',
  'date.month',
  'date.weekday',
] as const;
export type Counted = (typeof COUNTED_DATES)[number] | 'size';

export function subjectsOf(attributes: readonly Readable[]): Map<string, Subject> {
  const found = attributes.flatMap((attribute) => [
    plain(attribute),
    ...countedOf(attribute).map((counted): Subject => {
      return { id: `${counted}:${attribute.name}`, attribute, counted, kind: 'integer', family: 'number' };
    }),
  ]);
  return new Map(found.map((subject) => [subject.id, subject]));
}

function plain(attribute: Readable): Subject {
  return {
    id: attribute.name,
    attribute,
    counted: null,
    kind: attribute.type,
    family: attribute.many ? 'list' : familyOf(attribute.type),
  };
}

function countedOf(attribute: Readable): readonly Counted[] {
  if (attribute.many) return ['size'];
  return attribute.type === 'date' || attribute.type === 'datetime' ? COUNTED_DATES : [];
}

export function familyOf(kind: Kind): Family {
  if (kind === 'integer' || kind === 'decimal') return 'number';
  if (kind === 'date' || kind === 'datetime') return 'time';
  return kind;
}

const ONE_MORE: Json = { '+': [{ var: 'accumulator' }, 1] };

export function logicOfSubject({ attribute, counted }: Subject): Json {
  const read = variable(attribute.name);
  if (counted === null) return read;
  return counted === 'size' ? { reduce: [read, ONE_MORE, 0] } : { [counted]: [read] };
}

/** The id of what is read or counted here; null where the builder has no field for it. */
export function subjectIdOf(logic: Json): string | null {
  const name = nameOf(logic);
  if (name !== null) return name;
  const operation = operationOf(logic);
  if (operation === null) return null;
  const { operator, operands } = operation;
  const counted = operands[0] === undefined ? null : nameOf(operands[0]);
  if (counted === null) return null;
  if (operator === 'reduce')
    return isSame(operands[1] ?? 0, ONE_MORE) && operands[2] === 0 ? `size:${counted}` : null;
  return operands.length === 1 && (COUNTED_DATES as readonly string[]).includes(operator)
    ? `${operator}:${counted}`
    : null;
}
