// Whether an editor may open a text at all: only what it writes back as it was. Otherwise the text itself is edited.

import type { Schemas } from '@/rooms/repository/code/schemas';
import { schemaName } from '@/rooms/repository/kinds';
import { isEqual, isObject, type JsonObject, readExactly, type Unreadable } from './json/exact';
import { orderOf } from './json/ordering';
import { spelt } from './json/spelling';
import { tablesIn, unusual } from './table/model';

export type Editable = 'table' | 'ruleset' | 'rule' | 'predicate';
export type Reason = Unreadable | 'noObject' | 'noTable' | 'shape' | 'unfaithful';

export type Opened =
  | { editor: Editable; value: JsonObject; write: (value: JsonObject) => string }
  | { reason: Reason; what?: string };

/** Which editor a file has; nothing is said of what stands in it. */
export function hasEditor(path: string): boolean {
  return /^tables\/.+\.jdm\.json$|^(rulesets|predicates)\/.+\.json$/.test(path);
}

export function openText(path: string, text: string, schemas: Schemas | undefined): Opened {
  const read = readExactly(text);
  if ('wrong' in read) return { reason: read.wrong };
  const { value } = read;
  if (!isObject(value)) return { reason: 'noObject' };
  const editor = editorOf(path, text);
  const what = editor === 'table' ? unusual(value) : strange(editor, value);
  if (what !== null) return { reason: 'shape', what };
  if (editor === 'table' && tablesIn(value).length === 0) return { reason: 'noTable' };
  const name = editor === 'table' ? undefined : `${editor}.json`;
  const write = (next: JsonObject) => spelt(next, orderOf(schemas, name, next));
  const back = readExactly(write(value));
  return 'value' in back && isEqual(back.value, value) ? { editor, value, write } : { reason: 'unfaithful' };
}

function editorOf(path: string, text: string): Editable {
  if (path.startsWith('tables/')) return 'table';
  if (path.startsWith('predicates/')) return 'predicate';
  return schemaName('ruleset', text) === 'rule.json' ? 'rule' : 'ruleset';
}

const TEXTS = ['id', 'name', 'description', 'context', 'scope'];
const LISTS = ['owners', 'tags', 'includes'];

/** Fields of a form hold texts, lists of texts, and rules; the place that says anything else is named. */
function strange(editor: Editable, value: JsonObject, at = ''): string | null {
  const isText = (each: unknown) => typeof each === 'string';
  for (const name of TEXTS) if (name in value && !isText(value[name])) return `${at}/${name}`;
  for (const name of LISTS) {
    const said = value[name];
    if (said !== undefined && !(Array.isArray(said) && said.every(isText))) return `${at}/${name}`;
  }
  for (const name of ['effectiveFrom', 'effectiveTo'])
    if (name in value && value[name] !== null && !isText(value[name])) return `${at}/${name}`;
  if (editor === 'predicate') return value.when === null ? `${at}/when` : null;
  if (editor === 'rule') return strangeRule(value, at);
  return strangeSet(value);
}

function strangeSet({ rules = [] }: JsonObject): string | null {
  if (!Array.isArray(rules)) return '/rules';
  const ids = rules.map((each) => (isObject(each) ? each.id : undefined));
  for (const [at, each] of rules.entries()) {
    if (!isObject(each)) return `/rules/${at}`;
    if (typeof each.id !== 'string' || ids.indexOf(each.id) !== at) return `/rules/${at}/id`;
    const found = strange('rule', each, `/rules/${at}`);
    if (found !== null) return found;
  }
  return null;
}

function strangeRule({ when, then = [], priority, stopOnFire }: JsonObject, at: string): string | null {
  if (when === null) return `${at}/when`;
  if (priority !== undefined && !Number.isInteger(priority)) return `${at}/priority`;
  if (stopOnFire !== undefined && typeof stopOnFire !== 'boolean') return `${at}/stopOnFire`;
  if (!Array.isArray(then)) return `${at}/then`;
  const wrong = then.findIndex(
    (each) =>
      !isObject(each) ||
      typeof each.action !== 'string' ||
      (each.payload !== undefined && !isObject(each.payload)),
  );
  return wrong === -1 ? null : `${at}/then/${wrong}`;
}
