// Where each kind lies. The folder says which, as the service reads it.
export const KINDS = [
  { kind: 'predicate', folder: 'predicates', ending: '.json' },
  { kind: 'ruleset', folder: 'rulesets', ending: '.json' },
  { kind: 'table', folder: 'tables', ending: '.jdm.json' },
  { kind: 'approval-policy', folder: 'approval-policies', ending: '.json' },
  { kind: 'guardrail', folder: 'guardrails', ending: '.json' },
  { kind: 'template', folder: 'templates', ending: '.json' },
  { kind: 'workflow', folder: 'workflows', ending: '.json' },
  { kind: 'package', folder: 'packages', ending: '.json' },
  { kind: 'test', folder: 'tests', ending: '.json' },
  { kind: 'schema', folder: 'schemas', ending: '.json' },
] as const;

export type Kind = (typeof KINDS)[number]['kind'];

export function kindOfFolder(folder: string): Kind | undefined {
  return KINDS.find((each) => each.folder === folder.split('/')[0])?.kind;
}

const TRIED = ['predicates', 'rulesets', 'tables', 'guardrails', 'packages'];

/** Whether cases can be about what lies there. */
export function isTried(path: string): boolean {
  return TRIED.includes(path.split('/')[0]!);
}

const STEP = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Letters, digits and . _ - ; folders below are the author's. */
export function isName(name: string): boolean {
  return name.length <= 200 && name.split('/').every((step) => STEP.test(step) && !step.endsWith('.'));
}

export function pathOf(kind: Kind, name: string): string {
  const { folder, ending } = KINDS.find((each) => each.kind === kind)!;
  return `${folder}/${name}${ending}`;
}

/** The schema that a file is checked with; a set of rules may lie in parts, one rule a file. */
export function schemaName(kind: string | null, text: string): string | undefined {
  if (kind === 'ruleset')
    return members(text).some((each) => each === 'when' || each === 'then') ? 'rule.json' : 'ruleset.json';
  if (kind === 'approval-policy' && members(text).includes('approvalPolicies'))
    return 'approval-policies.json';
  return kind === null || kind === 'table' || kind === 'dmn' ? undefined : `${kind}.json`;
}

function members(text: string): string[] {
  try {
    return Object.keys(JSON.parse(text) as object);
  } catch {
    return [];
  }
}

/** What a file calls itself, and who answers for it. */
export interface Told {
  title?: string;
  owners: string[];
}

export function toldOf(content: string | null): Told {
  try {
    const said = JSON.parse(content ?? '') as Record<string, unknown>;
    const about = isRecord(said.package) ? said.package : said;
    const title = [about.name, about.title, about.description].find((each) => typeof each === 'string');
    const owners = Array.isArray(about.owners) ? about.owners.map(String) : [];
    return { title: title as string | undefined, owners };
  } catch {
    return { owners: [] };
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
