// What could stand at the cursor, as the schema of the kind says it; and what a place means, on hovering over it.
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { hoverTooltip } from '@codemirror/view';
import { hereAt, valueAt } from './pointers';
import { membersAt, type Schemas, saidAt, valuesAt } from './schemas';

/** The schemas, and which of them this file is checked with. */
export interface Described {
  all: Schemas;
  name: string;
}

export function completing(described: () => Described | undefined) {
  return (context: CompletionContext): CompletionResult | null => {
    const known = described();
    if (!known) return null;
    const here = hereAt(context.state, context.pos);
    const value = valueAt(context.state, []);
    const options = here.isName
      ? membersAt(known.all, known.name, value ?? holder(context, here.steps), here.steps)
          .filter((each) => !here.taken.includes(each.name) || isUnder(context, here.word, each.name))
          .map(memberOption)
      : valuesAt(known.all, known.name, value, here.steps).map(
          (each): Completion => ({ label: each, type: 'enum' }),
        );
    if (options.length === 0) return null;
    return { from: here.word.from, to: here.word.to, options, filter: true };
  };
}

/** While the whole cannot be read, the part around the cursor may still say which action it is. */
function holder(context: CompletionContext, steps: readonly string[]): unknown {
  return steps.reduceRight<unknown>(
    (inside, step) => (/^\d+$/.test(step) ? Object.assign([], { [step]: inside }) : { [step]: inside }),
    valueAt(context.state, steps) ?? {},
  );
}

function isUnder(
  context: CompletionContext,
  { from, to }: { from: number; to: number },
  name: string,
): boolean {
  return context.state.sliceDoc(from, to) === JSON.stringify(name);
}

function memberOption({ name, says, type, isRequired }: ReturnType<typeof membersAt>[number]): Completion {
  const label = JSON.stringify(name);
  return {
    label,
    detail: type,
    info: says || undefined,
    type: 'property',
    boost: isRequired ? 2 : 0,
    apply(view, _, from, to) {
      const isNamed = /^\s*:/.test(view.state.sliceDoc(to, to + 20));
      const insert = isNamed ? label : `${label}: `;
      view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length } });
    },
  };
}

export function explaining(described: () => Described | undefined) {
  return hoverTooltip((view, at) => {
    const known = described();
    if (!known) return null;
    const here = hereAt(view.state, at);
    if (here.word.from === here.word.to) return null;
    const name = here.isName ? nameAt(view.state.sliceDoc(here.word.from, here.word.to)) : undefined;
    const steps = name === undefined ? here.steps : [...here.steps, name];
    const says = saidAt(known.all, known.name, valueAt(view.state, []), steps);
    if (!says) return null;
    return {
      pos: here.word.from,
      end: here.word.to,
      create() {
        const dom = document.createElement('div');
        dom.className = 'rr-says';
        dom.textContent = says;
        return { dom };
      },
    };
  });
}

function nameAt(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return '';
  }
}
