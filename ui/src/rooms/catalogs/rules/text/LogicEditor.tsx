// The stored form as JSON. It is read here only as JSON: whether it is a rule, the service says.
import { json } from '@codemirror/lang-json';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fault } from '../asking';
import { isSame, type Json } from '../builder/logic';
import { readJson } from './readJson';
import { useCodeBox } from './useCodeBox';

interface Props {
  when: Json | null;
  fault: Fault | null;
  readOnly: boolean;
  change: (when: Json) => void;
  /** What cannot be read is nobody's rule: it must not be saved as the one that stood there before. */
  broken: (text: string) => void;
}

const pretty = (when: Json | null) => (when === null ? '' : JSON.stringify(when, null, 2));

export default function LogicEditor({ when, fault, readOnly, change, broken }: Props) {
  const { t } = useTranslation('shelfRules');
  const [text, setText] = useState(() => pretty(when));
  const read = useMemo(() => (text.trim() ? readJson(text) : null), [text]);
  // What comes from elsewhere replaces the text, what was typed here stays as it was typed.
  useEffect(() => {
    if (when !== null && !(read && 'value' in read && isSame(read.value, when)) && !(read && 'wrong' in read))
      setText(pretty(when));
  }, [when, read]);
  const extensions = useMemo(() => [json(), lintGutter()], []);
  const box = useCodeBox({
    text,
    extensions,
    readOnly,
    label: t('view.logicLabel'),
    change(said) {
      setText(said);
      const now = said.trim() ? readJson(said) : null;
      if (now && 'value' in now) change(now.value);
      else broken(said);
    },
  });
  const wrong = read && 'wrong' in read ? read : null;
  useEffect(() => {
    const editor = box.view.current;
    if (editor === null || editor.state.doc.toString() !== text) return;
    const at = Math.min(wrong?.at ?? 0, text.length);
    const marks: Diagnostic[] = wrong
      ? [{ from: Math.max(0, at - 1), to: at, severity: 'error', message: t(`json.${wrong.wrong}`) }]
      : [];
    editor.dispatch(setDiagnostics(editor.state, marks));
  }, [box.view, wrong, text, t]);
  return (
    <>
      <div ref={box.place} className="code-box is-tall" data-testid="logic" />
      {wrong && (
        <div role="alert" className="rule-wrong">
          {t(`json.${wrong.wrong}`)}
        </div>
      )}
      {when === null && fault && <div className="quiet">{t('json.notYet')}</div>}
    </>
  );
}
