// The text of a file: coloured, completed from the schema of its kind, and marked where something is to be said.
import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { type Diagnostic, linter, lintGutter } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { codeTheme } from '@/shared/codeTheme';
import type { Fault } from '../fault';
import { completing, type Described, explaining } from './completing';
import { placeOf } from './pointers';
import '../pieces.css';

interface Props {
  label: string;
  text: string;
  isJson: boolean;
  change?: (text: string) => void;
  described?: Described;
  faults?: readonly Pick<Fault, 'pointer' | 'detail' | 'suggestion'>[];
  /** Shows a place, to whoever wants to go there. */
  reveal?: RefObject<((pointer: string) => void) | null>;
  /** The place to show first. */
  pointer?: string;
}

// Tab leaves the editor after Escape; Ctrl S and Ctrl Enter are the page's.
const KEYS = [...completionKeymap, ...historyKeymap, ...foldKeymap, ...defaultKeymap].filter(
  ({ key }) => key !== 'Mod-Enter' && key !== 'Mod-s',
);

export default function JsonBox({ label, text, isJson, change, described, faults, reveal, pointer }: Props) {
  const { t } = useTranslation('repository');
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const now = useRef({ text, change, described, faults: faults ?? [], wrongJson: t('file.noJson') });
  now.current = { text, change, described, faults: faults ?? [], wrongJson: t('file.noJson') };
  const isReadOnly = change === undefined;
  const marking = useRef(new Compartment());
  const first = useRef(pointer);

  useEffect(() => {
    const known = () => now.current.described;
    const editor = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: now.current.text,
        extensions: [
          keymap.of(KEYS),
          isReadOnly
            ? EditorView.editable.of(false)
            : [
                keymap.of([indentWithTab]),
                closeBrackets(),
                autocompletion({ icons: false, override: [completing(known)] }),
              ],
          EditorState.readOnly.of(isReadOnly),
          history(),
          lineNumbers(),
          bracketMatching(),
          indentOnInput(),
          isJson ? [json(), foldGutter(), explaining(known)] : [],
          lintGutter(),
          marking.current.of([]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) now.current.change?.(update.state.doc.toString());
          }),
          codeTheme,
        ],
      }),
    });
    // A text that scrolls has to be reached by keyboard also where it cannot be edited.
    editor.scrollDOM.tabIndex = 0;
    view.current = editor;
    const show = (where: string) => {
      const { from } = placeOf(editor.state, where);
      const effects = EditorView.scrollIntoView(from, { y: 'center' });
      editor.dispatch({ selection: { anchor: from }, effects });
      editor.focus();
    };
    if (reveal) reveal.current = show;
    if (first.current !== undefined) show(first.current);
    first.current = undefined;
    return () => editor.destroy();
  }, [label, isReadOnly, isJson, reveal]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another editor has to be told as well
  useEffect(() => {
    const marks = (editor: EditorView) => [
      ...(isJson ? brokenAt(editor, now.current.wrongJson) : []),
      ...(faults ?? []).map((each): Diagnostic => {
        const message = each.suggestion ? `${each.detail} → ${each.suggestion}` : each.detail;
        return { ...placeOf(editor.state, each.pointer), severity: 'error', message };
      }),
    ];
    view.current?.dispatch({ effects: marking.current.reconfigure(linter(marks, { delay: 300 })) });
  }, [faults, isJson, isReadOnly, label]);

  return <div ref={place} className="rr-code" />;
}

function brokenAt(view: EditorView, message: string): Diagnostic[] {
  if (view.state.doc.toString().trim() === '') return [];
  return jsonParseLinter()(view).map((each) => ({ ...each, message }));
}
