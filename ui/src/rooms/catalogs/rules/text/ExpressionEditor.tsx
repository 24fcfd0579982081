// The short form as text: coloured, completed from what is there, marked where the service says it is wrong.
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { keymap } from '@codemirror/view';
import { useContext, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { type Fault, type Language, ReadsOtherNames, readValues } from '../asking';
import { completing } from './completing';
import { ruleWords } from './ruleWords';
import { type Editing, useCodeBox } from './useCodeBox';

const NO_VALUES = { items: [], distinct: 0, missing: 0, total: 0 };

interface Props {
  text: string;
  fault: Fault | null;
  language: Language;
  readOnly: boolean;
  change: (text: string) => void;
}

export default function ExpressionEditor({ text, fault, language, readOnly, change }: Props) {
  const { t } = useTranslation('shelfRules');
  const environment = useEnvironment();
  const readsOthers = useContext(ReadsOtherNames);
  const words = useRef(language);
  words.current = language;
  const extensions = useMemo(
    () => [
      ruleWords,
      closeBrackets(),
      lintGutter(),
      autocompletion({
        override: [
          completing(
            () => words.current,
            async (name, search) => (readsOthers ? NO_VALUES : readValues(environment, name, search)),
          ),
        ],
        icons: false,
      }),
      keymap.of([...closeBracketsKeymap, ...completionKeymap]),
    ],
    [environment, readsOthers],
  );
  const box = useCodeBox({ text, change, extensions, readOnly, label: t('view.textLabel') });
  useFaultMark(box, fault, text, readOnly ? null : change, t('fault.mend'));
  return <div ref={box.place} className="code-box" data-testid="expression" />;
}

/** Where the service says it is; the whole text where it says no place. */
function useFaultMark(
  box: Editing,
  fault: Fault | null,
  text: string,
  mend: ((text: string) => void) | null,
  mendWords: string,
) {
  const mending = useRef(mend);
  mending.current = mend;
  const { view } = box;
  const place = fault?.place;
  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() !== text) return;
    const [from, to] = place ? [unit(text, place.start), unit(text, place.end)] : [0, text.length];
    const repaired = fault?.repaired;
    const diagnostics: Diagnostic[] =
      fault === null
        ? []
        : [
            {
              from: from === to && from > 0 ? from - 1 : from,
              to,
              severity: 'error',
              message: fault.detail,
              actions:
                repaired && mending.current
                  ? [{ name: fault.suggestion ?? mendWords, apply: () => mending.current?.(repaired) }]
                  : [],
            },
          ];
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [view, fault, place, text, mendWords]);
}

/** The service counts code points, the editor UTF-16 units. */
function unit(text: string, codePoints: number): number {
  return [...text].slice(0, codePoints).join('').length;
}
