// What the rule tab asks of the service, and what it tells it.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { api, inEnvironment, Problem, type Tagged, told, toldWithTag, type Words } from '@/shared/api';
import type { Readable } from './builder/fields';
import type { Json } from './builder/logic';
import type { RuleIn, Source } from './rule';

export type Ruleset = Words['RulesetOut'];
export type Inherited = Words['InheritedOut'];
export type Parsed = Words['ParsedOut'];
export type Fault = Words['FaultOut'];
export type Effects = Words['EffectsOut'];
export type Moves = Words['MovesOut'];
export type Moved = Words['MovedOut'];
export type Sample = Words['SampleOut'];
export type Explanation = Words['ExplanationOut'];
export type Change = 'enters' | 'leaves' | 'stays';
export interface Said {
  rules: RuleIn[];
  masks: string[];
}

/** Null: the node is static, which is an answer and no error. */
export type Standing = Tagged<Ruleset> | null;

export async function readRuleset(environment: string, node: string): Promise<Standing> {
  try {
    return await toldWithTag(
      api.GET('/commerce/nodes/{id}/rule', {
        params: { path: { id: node } },
        headers: inEnvironment(environment),
      }),
    );
  } catch (wrong) {
    if (wrong instanceof Problem && wrong.code === 'catalogs.ruleset_not_found') return null;
    throw wrong;
  }
}

export const rulesetKey = (environment: string, node: string) => ['rules', environment, 'ruleset', node];

export function useRuleset(node: string) {
  const environment = useEnvironment();
  return useQuery({
    queryKey: rulesetKey(environment, node),
    queryFn: () => readRuleset(environment, node),
  });
}

export function useNode(node: string) {
  const environment = useEnvironment();
  return useQuery({
    queryKey: ['rules', environment, 'node', node],
    queryFn: () =>
      told(
        api.GET('/commerce/nodes/{id}', {
          params: { path: { id: node } },
          headers: inEnvironment(environment),
        }),
      ),
  });
}

export function useInherited(node: string) {
  const environment = useEnvironment();
  return useQuery({
    queryKey: ['rules', environment, 'inherited', node],
    queryFn: () =>
      told(
        api.GET('/commerce/nodes/{id}/rule/inherited', {
          params: { path: { id: node } },
          headers: inEnvironment(environment),
        }),
      ),
  });
}

export interface Language {
  attributes: Readable[];
  operators: Words['OperatorOut'][];
  labelOf: (name: string) => string;
  unitOf: (name: string) => string | null;
}

/** The names and functions of the language, with the labels of the registry in the language of the console. */
export function useLanguage() {
  const environment = useEnvironment();
  const { t, i18n } = useTranslation('shelfRules');
  const asked = useQuery({
    queryKey: ['rules', environment, 'language'],
    queryFn: async () => {
      const headers = inEnvironment(environment);
      const [language, registry] = await Promise.all([
        told(api.GET('/commerce/rules/language', { headers })),
        wholeRegistry(environment),
      ]);
      return { ...language, registry: new Map(registry.map((each) => [each.key, each])) };
    },
    staleTime: 60_000,
  });
  const { data } = asked;
  const language: Language | undefined = data && {
    attributes: data.attributes,
    operators: data.operators,
    labelOf(name) {
      const label = data.registry.get(name)?.label ?? {};
      const title = data.attributes.find((each) => each.name === name)?.title ?? name;
      const own = label[i18n.language] ?? label.en ?? Object.values(label)[0];
      return own ?? t(`builtIn.${name.replaceAll('.', '_')}`, { defaultValue: title });
    },
    unitOf: (name) => data.registry.get(name)?.unit ?? null,
  };
  return { ...asked, data: language };
}

async function wholeRegistry(environment: string): Promise<Words['AttributeOut'][]> {
  const found: Words['AttributeOut'][] = [];
  let after: string | undefined;
  do {
    const page = await told(
      api.GET('/commerce/attributes', {
        params: { query: { limit: 100, after } },
        headers: inEnvironment(environment),
      }),
    );
    found.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return found;
}

export function readValues(environment: string, attribute: string, search: string, signal?: AbortSignal) {
  return told(
    api.GET('/commerce/rules/values', {
      params: { query: { attribute, search: search || undefined, limit: 30 } },
      headers: inEnvironment(environment),
      signal,
    }),
  );
}

export function useValues(attribute: string, search: string, enabled = true) {
  const environment = useEnvironment();
  const readsOthers = useContext(ReadsOtherNames);
  return useQuery({
    queryKey: ['rules', environment, 'values', attribute, search],
    queryFn: ({ signal }) => readValues(environment, attribute, search, signal),
    enabled: enabled && !readsOthers,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
}

export function parse(
  environment: string,
  body: { expression: string } | { when: never },
  signal?: AbortSignal,
): Promise<Parsed> {
  return told(api.POST('/commerce/rules/parse', { body, headers: inEnvironment(environment), signal }));
}

/** Of rules that read other names than rate plans have: whether those are declared is judged elsewhere. */
export const ReadsOtherNames = createContext(false);

/** Both notations of what was said last, or what is wrong with it; the server alone parses. */
export function useParsed(source: Source) {
  const environment = useEnvironment();
  const readsOthers = useContext(ReadsOtherNames);
  const body =
    source.kind === 'logic'
      ? { when: source.when as never }
      : source.kind === 'text' && source.expression.trim()
        ? { expression: source.expression }
        : null;
  return useQuery({
    queryKey: ['rules', environment, 'parsed', body],
    queryFn: ({ signal }) => parse(environment, body!, signal),
    select: (said: Parsed) => (readsOthers && said.when !== null ? { ...said, fault: null } : said),
    enabled: body !== null,
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });
}

export interface Asked {
  node: string;
  said: Said;
  /** Null is now. */
  instant: string | null;
}

/** A node without rules and masks: a rule that lets nobody in says the same, and can be previewed. */
const NOBODY: RuleIn = { key: 'static', effect: 'include', expression: 'false', mandatory: false };

function previewBody({ node, said, instant }: Asked) {
  const isStatic = said.rules.length === 0 && said.masks.length === 0;
  return { ...said, rules: isStatic ? [NOBODY] : said.rules, nodeId: node, instant };
}

const PAGE = 50;

/** The first page counts, over the whole population; the next ones only list. */
export function usePreview(asked: Asked | null, show: Change[], search: string) {
  const environment = useEnvironment();
  return useInfiniteQuery({
    queryKey: ['rules', environment, 'preview', asked, show, search],
    queryFn: async ({ signal, pageParam }) => {
      const out = await told(
        api.POST('/commerce/rules/preview', {
          body: {
            ...previewBody(asked!),
            show,
            search: search || null,
            limit: PAGE,
            after: pageParam,
          } as never,
          headers: inEnvironment(environment),
          signal,
        }),
      );
      return out.effects as Effects | Moves;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
}

export function useSample(asked: Asked | null, plan: string | null) {
  const environment = useEnvironment();
  return useQuery({
    queryKey: ['rules', environment, 'sample', asked, plan],
    queryFn: async ({ signal }) => {
      const out = await told(
        api.POST('/commerce/rules/preview', {
          body: { ...previewBody(asked!), sampleRatePlanIds: [plan] } as never,
          headers: inEnvironment(environment),
          signal,
        }),
      );
      return out.samples![0]!;
    },
    enabled: asked !== null && plan !== null,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
}

export function useRatePlans(search: string) {
  const environment = useEnvironment();
  return useQuery({
    queryKey: ['rules', environment, 'plans', search],
    queryFn: ({ signal }) =>
      told(
        api.GET('/commerce/product-rate-plans', {
          params: { query: { search: search || undefined, limit: 20 } },
          headers: inEnvironment(environment),
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** No rules and no masks are a deletion. Answers what stands then; the caller names the state he saw. */
export async function writeRuleset(
  environment: string,
  node: string,
  said: Said,
  etag: string | undefined,
): Promise<Standing> {
  const headers = { ...inEnvironment(environment), ...(etag ? { 'If-Match': etag } : {}) };
  const params = { path: { id: node } };
  if (said.rules.length > 0 || said.masks.length > 0)
    return toldWithTag(
      api.PUT('/commerce/nodes/{id}/rule', { params, headers, body: said as never }) as never,
    );
  if (etag) await told(api.DELETE('/commerce/nodes/{id}/rule', { params, headers } as never) as never);
  return null;
}

export type { Json };
