// Two texts side by side, line for line; where the right one may be written, single changes can be taken over.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { MergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppearance } from '@/app/appearance';
import { codeTheme } from '@/shared/codeTheme';

interface Props {
  before: string;
  after: string;
  beforeLabel: string;
  afterLabel: string;
  isJson?: boolean;
  /** Tells what the right side became. */
  change?: (text: string) => void;
}

export default function SideBySide({ before, after, beforeLabel, afterLabel, isJson = true, change }: Props) {
  const { t } = useTranslation('rules');
  const { dark } = useAppearance();
  const place = useRef<HTMLDivElement>(null);
  const told = useRef(change);
  told.current = change;
  const isWritten = change !== undefined;
  const takeOver = t('compare.takeOver');
  const unchanged = t('compare.unchanged');
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is written on the right comes back as `after`, which is no reason to begin again
  useEffect(() => {
    const look: Extension[] = [
      codeTheme,
      EditorView.darkTheme.of(dark),
      lineNumbers(),
      EditorView.lineWrapping,
      isJson ? json() : [],
      EditorState.phrases.of({ '$ unchanged lines': unchanged }),
    ];
    const fixed = [EditorState.readOnly.of(true), EditorView.editable.of(false)];
    const written = [
      history(),
      keymap.of([...historyKeymap, ...defaultKeymap].filter(({ key }) => key !== 'Mod-Enter')),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) told.current?.(update.state.doc.toString());
      }),
    ];
    const named = (name: string) => EditorView.contentAttributes.of({ 'aria-label': name });
    const view = new MergeView({
      parent: place.current!,
      a: { doc: before, extensions: [look, fixed, named(beforeLabel)] },
      b: { doc: after, extensions: [look, isWritten ? written : fixed, named(afterLabel)] },
      collapseUnchanged: { margin: 3, minSize: 8 },
      revertControls: isWritten ? 'a-to-b' : undefined,
      renderRevertControl: isWritten ? () => revertButton(takeOver) : undefined,
      // Without bounds two long texts with nothing in common hold the page for seconds.
      diffConfig: { scanLimit: 20_000, timeout: 1_000 },
    });
    // One frame scrolls both sides, and is reached by keyboard.
    view.dom.tabIndex = 0;
    view.dom.setAttribute('role', 'group');
    view.dom.setAttribute('aria-label', `${beforeLabel} – ${afterLabel}`);
    return () => view.destroy();
  }, [before, isWritten ? '' : after, beforeLabel, afterLabel, isJson, isWritten, dark, takeOver, unchanged]);
  return <div ref={place} className="rr-sides" />;
}

function revertButton(words: string): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = '→';
  button.title = words;
  button.setAttribute('aria-label', words);
  return button;
}
