// Long texts side by side would fill the screen; one column with what went and what came is enough to judge.
import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { useAppearance } from '@/app/appearance';

interface Texts {
  label: string;
  before: string;
  after: string;
}

const LOOK = EditorView.theme({
  '&': { color: 'var(--ant-color-text)', backgroundColor: 'var(--ant-color-bg-container)', fontSize: '12px' },
  '.cm-scroller': { maxHeight: '280px', overflow: 'auto' },
  '.cm-gutters': { display: 'none' },
});

export default function TextDifference({ label, before, after }: Texts) {
  const place = useRef<HTMLDivElement>(null);
  const { dark } = useAppearance();
  useEffect(() => {
    const view = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: after,
        extensions: [
          LOOK,
          EditorView.darkTheme.of(dark),
          EditorView.lineWrapping,
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          unifiedMergeView({
            original: before,
            mergeControls: false,
            collapseUnchanged: { margin: 2, minSize: 6 },
            // Without bounds two long texts with nothing in common hold the page for seconds.
            diffConfig: { scanLimit: 20_000, timeout: 1_000 },
          }),
        ],
      }),
    });
    return () => view.destroy();
  }, [label, before, after, dark]);
  return <div ref={place} />;
}
