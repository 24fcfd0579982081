// What an entry says in one sentence: which words, and what fills their slots.
import { readablePath, subjectOf } from './subjects';

export interface Told {
  action: string;
  actor: string;
  subject: string;
  detail: unknown;
}

type Detail = Record<string, unknown>;

export function detailOf(detail: unknown): Detail {
  return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? (detail as Detail) : {};
}

/** `user:tess` is Tess, `cli:root` is root at the command line: the word before is of no use to a reader. */
export function nameOf(actor: string): string {
  const { kind, name } = subjectOf(actor);
  if (name === '') return actor;
  return kind === 'token' ? `${kind} ${name.slice(0, 8)}` : name;
}

/** `known`: the path of the node, where it was found. */
export function thingOf({ subject, detail }: Pick<Told, 'subject' | 'detail'>, known?: string): string {
  const { kind, name } = subjectOf(subject);
  const said = detailOf(detail);
  if (kind === 'node') {
    const path = text(said.to ?? said.path) ?? known;
    return path === undefined ? name.slice(0, 8) : readablePath(path);
  }
  return kind === 'job' || kind === 'token' ? name.slice(0, 8) : name;
}

/** Every slot any sentence has: those that this entry says nothing for are empty, and its sentence has none of them. */
export function slotsOf(entry: Told, known?: string): Record<string, string | number> {
  const said = detailOf(entry.detail);
  const created = Number(said.created ?? said.create ?? 0);
  return {
    who: nameOf(entry.actor),
    thing: thingOf(entry, known),
    action: entry.action,
    from: readablePath(text(said.from) ?? ''),
    to: readablePath(text(said.to) ?? ''),
    plan: text(said.ratePlan) ?? '',
    version: (text(said.version ?? said.to) ?? '').slice(0, 12),
    count: Number(said.nodes ?? said.ratePlans ?? created),
    created,
    updated: Number(said.updated ?? said.update ?? 0),
    deleted: Number(said.deleted ?? said.delete ?? 0),
    generation: Number(said.generation ?? 0),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export interface Difference {
  name: string;
  before?: string;
  after?: string;
}

/** What the entry kept in clear, pairs beside each other; everything else left its fingerprint alone. */
export function differencesOf(detail: unknown): Difference[] {
  const { from, to, changes, ...others } = detailOf(detail);
  const pair = from === undefined ? [] : [{ name: 'path', before: shown(from), after: shown(to) }];
  const alone = from === undefined && to !== undefined ? [{ name: 'to', after: shown(to) }] : [];
  const changed = Object.entries(detailOf(changes)).map(([name, change]) => {
    const [before, after] = Array.isArray(change) ? change : [undefined, change];
    return { name, before: shown(before), after: shown(after) };
  });
  const rest = Object.entries(others).map(([name, value]) => ({ name, after: shown(value) }));
  const all: Difference[] = [...pair, ...alone, ...changed, ...rest];
  return all.filter((each) => each.before ?? each.after);
}

function shown(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
