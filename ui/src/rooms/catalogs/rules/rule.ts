// A rule as somebody is writing it, and what the service is told of it.
import type { RuleGroupType } from 'react-querybuilder';
import type { Words } from '@/shared/api';
import { KEY } from '../tree/keys';
import type { Json } from './builder/logic';
import { isWhole } from './reference/refs';

export type RuleOut = Words['RuleOut'];
export type RuleIn = Words['RuleIn'];
export type Effect = 'include' | 'exclude';
export type Audience = Record<string, string[]>;

/** What was said last: as text, as logic, in a builder in which something is still to be filled in, or elsewhere. */
export type Source =
  | { kind: 'text'; expression: string }
  | { kind: 'logic'; when: Json; expression?: string }
  | { kind: 'unfinished'; query: RuleGroupType }
  | ReferenceSource;

/** A condition of the rule repository; `expression` is what it said when this was read. */
export interface ReferenceSource {
  kind: 'reference';
  ref: string;
  expression?: string;
}

export interface RuleDraft {
  /** Stays while the key is edited. */
  id: string;
  key: string;
  effect: Effect;
  source: Source;
  mandatory: boolean;
  description: string;
  audience: Audience | null;
}

export interface Draft {
  rules: RuleDraft[];
  masks: string[];
}

export function draftOf(rules: readonly RuleOut[], masks: readonly string[]): Draft {
  return { rules: rules.map(draftOfRule), masks: [...masks] };
}

function draftOfRule(rule: RuleOut): RuleDraft {
  return {
    id: rule.key,
    key: rule.key,
    effect: rule.effect as Effect,
    source: sourceOf(rule),
    mandatory: rule.mandatory,
    description: rule.description ?? '',
    audience: rule.audience,
  };
}

export function sourceOf(rule: RuleOut): Source {
  return rule.ref
    ? { kind: 'reference', ref: rule.ref, expression: rule.expression || undefined }
    : { kind: 'logic', when: rule.when as Json, expression: rule.expression };
}

export function newRule(draft: Draft, effect: Effect, source: Source, key: string = effect): RuleDraft {
  const free = freeKey(draft, key);
  return {
    id: `new ${crypto.randomUUID()}`,
    key: free,
    effect,
    source,
    mandatory: false,
    description: '',
    audience: null,
  };
}

function freeKey(draft: Draft, wanted: string): string {
  const taken = new Set(draft.rules.map((rule) => rule.key));
  for (let number = 1; ; number++) {
    const key = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(key)) return key;
  }
}

/** Nothing is missing: the service can be asked. */
export function isReady(rule: RuleDraft): boolean {
  if (!KEY.test(rule.key)) return false;
  if (rule.source.kind === 'unfinished') return false;
  if (rule.source.kind === 'reference') return isWhole(rule.source.ref);
  return rule.source.kind === 'logic' || rule.source.expression.trim() !== '';
}

export function toldRule(rule: RuleDraft): RuleIn {
  const { key, effect, mandatory, source } = rule;
  return {
    key,
    effect,
    mandatory: mandatory && effect === 'exclude',
    description: rule.description.trim() || null,
    audience: effect === 'include' ? rule.audience : null,
    ...conditionOf(source),
  } as RuleIn;
}

function conditionOf(source: Source): Pick<RuleIn, 'expression' | 'when' | 'ref'> {
  if (source.kind === 'reference') return { ref: source.ref };
  if (source.kind !== 'logic') return { expression: source.kind === 'text' ? source.expression : '' };
  const { when, expression } = source;
  return { when, ...(expression === undefined ? {} : { expression }) };
}

export function toldDraft(draft: Draft): { rules: RuleIn[]; masks: string[] } {
  return { rules: draft.rules.map(toldRule), masks: draft.masks };
}

export function isStatic(draft: Draft): boolean {
  return draft.rules.length === 0 && draft.masks.length === 0;
}

/** Said in words that can be compared: two drafts that tell the service the same are the same. */
export function saysTheSame(left: Draft, right: Draft): boolean {
  return JSON.stringify(toldDraft(left)) === JSON.stringify(toldDraft(right));
}

export type Parts = Record<string, RuleIn | string[] | undefined>;
export const MASKS = 'masks';
const RULE = 'rule ';

/** For settling a conflict: each rule by its key, and the masks. */
export function partsOf(draft: Draft): Parts {
  const rules = draft.rules.map((rule) => [RULE + rule.key, toldRule(rule)] as const);
  return { ...Object.fromEntries(rules), [MASKS]: draft.masks };
}

export function keyOfPart(part: string): string {
  return part.slice(RULE.length);
}

/** Theirs, with what of mine was chosen; rules of theirs keep their place, mine that are new come last. */
export function mergedParts(theirs: Parts, chosen: Parts): { rules: RuleIn[]; masks: string[] } {
  const merged = { ...theirs, ...chosen };
  const rules = Object.entries(merged).filter(([part, said]) => part !== MASKS && said !== undefined);
  return {
    rules: rules.map(([, said]) => said as RuleIn),
    masks: (merged[MASKS] as string[] | undefined) ?? [],
  };
}
