// What could come next: names with their type, functions with their meaning, and after `name ==` the values in use.
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { Words } from '@/shared/api';
import type { Language } from '../asking';

type Values = Words['ValuesOut'];

const WORD = /[`A-Za-z_][\w.`-]*$/;
const VALUE = /(`[^`]+`|[A-Za-z_][\w.]*)\s*(?:[=!]==?|in)\s*\[?(?:\s*"[^"]*"\s*,)*\s*("?[^"\s\]]*)$/;
const MEMBER = /(?:^|[\s(!,&|])("[^"]*)$/;

export function completing(
  language: () => Language,
  valuesOf: (name: string, search: string) => Promise<Values>,
) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const before = context.state.sliceDoc(0, context.pos);
    const { attributes } = language();
    const asked = VALUE.exec(before);
    const named = asked && attributes.find((each) => each.name === asked[1]!.replaceAll('`', ''));
    if (named?.type === 'text') {
      const typed = asked![2]!;
      const values = named.allowed?.map(String) ?? (await frequent(valuesOf, named.name, typed));
      const options = values.map((value): Completion => ({ label: JSON.stringify(value), type: 'constant' }));
      if (options.length > 0) return { from: context.pos - typed.length, options, filter: true };
    }
    if (MEMBER.test(before)) return null;
    const word = WORD.exec(before);
    if (word === null && !context.explicit) return null;
    return {
      from: context.pos - (word?.[0].length ?? 0),
      options: wordsOf(language()),
      validFor: /^[`\w.-]*$/,
    };
  };
}

async function frequent(
  valuesOf: (name: string, search: string) => Promise<Values>,
  name: string,
  typed: string,
) {
  try {
    const found = await valuesOf(name, typed.replace(/^"/, ''));
    return found.items.map((each) => String(each.value));
  } catch {
    return []; // who may not see what is sold completes names all the same
  }
}

const IDENTIFIER = /^[A-Za-z_][\w]*(\.[A-Za-z_][\w]*)*$/;
const QUICK: Completion[] = ['has', 'missing', 'default', 'size', 'min', 'max'].map((name) => called(name));

export function wordsOf({ attributes, operators, labelOf }: Language): Completion[] {
  const names = attributes.map(({ name, type, many }): Completion => {
    const said = IDENTIFIER.test(name) ? name : `\`${name}\``;
    return {
      label: said,
      detail: many ? `[${type}]` : type,
      info: labelOf(name),
      type: 'property',
      boost: 2,
    };
  });
  const functions = operators
    .filter((each) => each.spelling)
    .map((each) => ({ ...called(each.spelling!), info: `${each.meaning}\n${each.short}` }));
  return [...names, ...functions, ...QUICK, { label: 'true' }, { label: 'false' }];
}

function called(name: string): Completion {
  return {
    label: name,
    detail: '()',
    type: 'function',
    apply(view, _, from, to) {
      view.dispatch({
        changes: { from, to, insert: `${name}()` },
        selection: { anchor: from + name.length + 1 },
      });
    },
  };
}
