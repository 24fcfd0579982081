// JSON pointers and places in a text, both ways; also while the text is half typed.
import { ensureSyntaxTree, syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';

type SyntaxNode = ReturnType<typeof syntaxTree>['topNode'];

export interface Place {
  from: number;
  to: number;
}

const VALUES = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null']);
const PATIENCE_MS = 200;

function treeOf(state: EditorState) {
  return ensureSyntaxTree(state, state.doc.length, PATIENCE_MS) ?? syntaxTree(state);
}

function* childrenOf(node: SyntaxNode): Generator<SyntaxNode> {
  for (let child = node.firstChild; child; child = child.nextSibling) yield child;
}

function valueIn(node: SyntaxNode): SyntaxNode | undefined {
  return [...childrenOf(node)].find((each) => VALUES.has(each.name));
}

function keyOf(state: EditorState, property: SyntaxNode): string | undefined {
  const name = property.getChild('PropertyName');
  if (!name) return undefined;
  try {
    return JSON.parse(state.sliceDoc(name.from, name.to)) as string;
  } catch {
    return undefined;
  }
}

export function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** As far as the pointer leads: what is missing is said of the thing that it is missing in. */
export function placeOf(state: EditorState, pointer: string): Place {
  let value = valueIn(treeOf(state).topNode);
  let marked: SyntaxNode | undefined;
  for (const step of stepsOf(pointer)) {
    const found = value && below(state, value, step);
    if (!found) break;
    ({ value, marked } = found);
  }
  if (marked) return { from: marked.from, to: marked.to };
  return { from: value?.from ?? 0, to: (value?.from ?? 0) + 1 };
}

/** What fits on one line is marked whole, a longer value by its name: nobody wants a page underlined. */
function below(state: EditorState, value: SyntaxNode, step: string) {
  if (value.name === 'Array') {
    const item = [...childrenOf(value)].filter((each) => VALUES.has(each.name))[Number(step)];
    return item && { value: item, marked: isLong(state, item) ? firstOf(item) : item };
  }
  const property = value.getChildren('Property').find((each) => keyOf(state, each) === step);
  if (!property) return undefined;
  const found = valueIn(property);
  return {
    value: found,
    marked: found && !isLong(state, found) ? found : property.getChild('PropertyName')!,
  };
}

function isWhole(node: SyntaxNode): boolean {
  return node.name === 'Object' || node.name === 'Array';
}

function isLong(state: EditorState, node: SyntaxNode): boolean {
  return node.to > state.doc.lineAt(node.from).to;
}

function firstOf(node: SyntaxNode): SyntaxNode {
  return node.firstChild ?? node;
}

export interface Here {
  /** Of the object or value that the place lies in. */
  steps: string[];
  /** A name is being written, or could be; otherwise a value. */
  isName: boolean;
  /** What stands around it, to be replaced. */
  word: Place;
  /** Names that the object has already. */
  taken: string[];
}

export function hereAt(state: EditorState, at: number): Here {
  const node = treeOf(state).resolveInner(at, -1);
  const isInName = node.name === 'PropertyName';
  const isScalar = VALUES.has(node.name) && !isWhole(node);
  const word = isInName || isScalar ? { from: node.from, to: node.to } : { from: at, to: at };
  const property = closest(node, 'Property');
  const object = closest(node, 'Object');
  const array = closest(node, 'Array');
  const innermost = Math.max(property?.from ?? -1, object?.from ?? -1, array?.from ?? -1);
  const isAfterColon = property?.from === innermost && !isInName && hasColon(state, property!, at);
  const isName = isInName || (!isScalar && !isAfterColon && object?.from === innermost);
  const around = isName ? object : node;
  return {
    steps: isName ? stepsTo(state, object ?? node, at) : stepsTo(state, around ?? node, at),
    isName,
    word,
    taken: isName && object ? namesIn(state, object) : [],
  };
}

function hasColon(state: EditorState, property: SyntaxNode, at: number): boolean {
  const name = property.getChild('PropertyName');
  return name !== null && state.sliceDoc(name.to, at).includes(':');
}

function closest(node: SyntaxNode, name: string): SyntaxNode | null {
  let each: SyntaxNode | null = node;
  while (each && each.name !== name) each = each.parent;
  return each;
}

function namesIn(state: EditorState, object: SyntaxNode): string[] {
  return object
    .getChildren('Property')
    .map((each) => keyOf(state, each))
    .filter((each) => each !== undefined);
}

function stepsTo(state: EditorState, node: SyntaxNode, at: number): string[] {
  const steps: string[] = [];
  let inner = node;
  for (let outer: SyntaxNode | null = node; outer; inner = outer, outer = outer.parent) {
    if (outer.name === 'Property') steps.unshift(keyOf(state, outer) ?? '');
    if (outer.name === 'Array' && outer !== node) steps.unshift(String(positionIn(outer, inner.from)));
    if (outer.name === 'Array' && outer === node) steps.unshift(String(positionIn(outer, at)));
  }
  return steps;
}

function positionIn(array: SyntaxNode, at: number): number {
  return [...childrenOf(array)].filter((each) => VALUES.has(each.name) && each.to <= at && each.from < at)
    .length;
}

/** What stands at some steps, as far as it can be read. */
export function valueAt(state: EditorState, steps: readonly string[]): unknown {
  let value = valueIn(treeOf(state).topNode);
  for (const step of steps) value = value && below(state, value, step)?.value;
  if (!value) return undefined;
  try {
    return JSON.parse(state.sliceDoc(value.from, value.to));
  } catch {
    return undefined;
  }
}
