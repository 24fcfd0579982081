// Which file a thing lies in that decides: files are named by their paths, and by custom so are the things in them.
interface Thing {
  kind: string;
  id: string;
}

const FOLDERS: Record<string, string> = {
  predicates: 'predicate',
  rulesets: 'ruleset',
  tables: 'table',
  guardrails: 'guardrail',
  'approval-policies': 'approval-policy',
  templates: 'template',
  workflows: 'workflow',
  packages: 'package',
};
const OF_RULES = new Set(['predicate', 'ruleset', 'table', 'guardrail']);

/** Otherwise it only has conditions, among much else. */
export function isOfRules(kind: string): boolean {
  return OF_RULES.has(kind);
}

/** With the file that it is named after, or, where none is, with every one of its kind. */
export function isToldAt(path: string, thing: Thing, files: readonly string[]): boolean {
  if (decidesIn(path, thing)) return true;
  const isOfKind = FOLDERS[path.split('/')[0]!] === thing.kind;
  return isOfKind && !files.some((each) => decidesIn(each, thing));
}

/** A rule lies in the file of its set, or in the set's folder. */
export function decidesIn(path: string, { kind, id }: Thing): boolean {
  const [folder, ...steps] = path.split('/');
  if (folder === undefined || FOLDERS[folder] !== kind) return false;
  const names = steps.map((step) => step.replace(/(\.jdm)?\.json$|\.dmn$/, ''));
  if (kind !== 'ruleset') return names.join('.') === id;
  return names.some((_, at) => names.slice(0, at + 1).join('.') === id);
}
