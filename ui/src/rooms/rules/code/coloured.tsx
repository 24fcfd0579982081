// Lines of JSON in colour without an editor: for texts that are only read, beside something else.
import { jsonLanguage } from '@codemirror/lang-json';
import { classHighlighter, highlightCode } from '@lezer/highlight';
import type { ReactNode } from 'react';

export function colouredLines(text: string, isJson: boolean): ReactNode[] {
  if (!isJson) return text.split('\n');
  const lines: ReactNode[] = [];
  let line: ReactNode[] = [];
  const end = () => {
    lines.push(line);
    line = [];
  };
  highlightCode(
    text,
    jsonLanguage.parser.parse(text),
    classHighlighter,
    (word, classes) =>
      line.push(
        classes ? (
          <span key={line.length} className={classes}>
            {word}
          </span>
        ) : (
          word
        ),
      ),
    end,
  );
  end();
  return lines;
}
