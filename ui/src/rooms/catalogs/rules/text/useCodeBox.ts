// A CodeMirror that React may give another text, and that tells what was typed; no keys of its own beyond editing.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { type RefObject, useEffect, useRef } from 'react';
import { codeTheme } from '@/shared/codeTheme';

const fromOutside = Annotation.define<boolean>();

interface Wish {
  text: string;
  change: (text: string) => void;
  extensions: Extension[];
  readOnly: boolean;
  label: string;
}

export interface Editing {
  place: RefObject<HTMLDivElement | null>;
  view: RefObject<EditorView | null>;
}

// Ctrl Enter previews and Ctrl S saves: neither is the editor's.
const KEYS = defaultKeymap.filter(({ key }) => key !== 'Mod-Enter');

export function useCodeBox({ text, change, extensions, readOnly, label }: Wish): Editing {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const told = useRef(change);
  told.current = change;
  const first = useRef(text);
  const reading = useRef(new Compartment());

  useEffect(() => {
    const state = EditorState.create({
      doc: first.current,
      extensions: [
        codeTheme,
        history(),
        bracketMatching(),
        indentOnInput(),
        extensions,
        keymap.of([...KEYS, ...historyKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label }),
        reading.current.of([]),
        EditorView.updateListener.of((update) => {
          const isOurs = update.transactions.some((each) => each.annotation(fromOutside));
          if (update.docChanged && !isOurs) told.current(update.state.doc.toString());
        }),
      ],
    });
    const editor = new EditorView({ parent: place.current!, state });
    // A text that scrolls has to be reached by keyboard also where it cannot be edited.
    editor.scrollDOM.tabIndex = 0;
    view.current = editor;
    return () => {
      first.current = editor.state.doc.toString();
      editor.destroy();
    };
  }, [extensions, label]);

  useEffect(() => {
    view.current?.dispatch({
      effects: reading.current.reconfigure([
        EditorState.readOnly.of(readOnly),
        EditorView.editable.of(!readOnly),
      ]),
    });
  }, [readOnly]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === text) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: text },
      annotations: fromOutside.of(true),
    });
  }, [text]);

  return { place, view };
}
