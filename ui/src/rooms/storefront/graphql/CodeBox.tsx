// A box of code: the text outside is the truth, except while somebody writes in it.
import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { codeTheme } from '@/shared/codeTheme';

interface Props {
  label: string;
  text: string;
  change?: (text: string) => void;
  run?: () => void;
  /** Its language; another one builds the box anew. */
  language: Extension;
}

export function CodeBox({ label, text, change, run, language }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const first = useRef(text);
  first.current = text;
  const acts = useRef({ change, run });
  acts.current = { change, run };
  const isReadOnly = change === undefined;
  useEffect(() => {
    const runKey = {
      key: 'Mod-Enter',
      run: () => {
        acts.current.run?.();
        return true;
      },
    };
    const editor = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          keymap.of([runKey, ...completionKeymap, ...historyKeymap, ...foldKeymap, ...defaultKeymap]),
          isReadOnly ? [] : [keymap.of([indentWithTab]), closeBrackets(), autocompletion({ icons: false })],
          history(),
          lineNumbers(),
          foldGutter(),
          bracketMatching(),
          indentOnInput(),
          EditorState.readOnly.of(isReadOnly),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) acts.current.change?.(update.state.doc.toString());
          }),
          codeTheme,
          language,
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [language, isReadOnly, label]);
  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);
  return <div ref={place} className="gql-code" />;
}
