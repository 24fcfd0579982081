// Which parts stand on which line of a text.
import { json } from '@codemirror/lang-json';
import { EditorState } from '@codemirror/state';
import { placeOf } from '@/rooms/repository/code/pointers';
import type { Part } from '../queries';

/** By number of the line, from 1; what has no pointer stands on the first one. */
export function partsByLine(text: string, parts: readonly Part[]): Map<number, Part[]> {
  const state = EditorState.create({ doc: text, extensions: [json()] });
  const lines = new Map<number, Part[]>();
  for (const part of parts) {
    const line = state.doc.lineAt(placeOf(state, part.pointer).from).number;
    lines.set(line, [...(lines.get(line) ?? []), part]);
  }
  return lines;
}
