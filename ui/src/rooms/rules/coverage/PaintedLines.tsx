import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { colouredLines } from '../code/coloured';
import type { Part } from '../queries';
import { MarkTag } from './MarkTag';
import { markOf } from './marks';
import { partsByLine } from './places';

/** A text with what cases made of it beside each line. */
export function PaintedLines({ text, parts }: { text: string; parts: readonly Part[] }) {
  const { t } = useTranslation('rules');
  const lines = useMemo(() => colouredLines(text, true), [text]);
  const marked = useMemo(() => partsByLine(text, parts), [text, parts]);
  return (
    <table className="rr-painted">
      <thead className="rr-unseen">
        <tr>
          <th>{t('coverage.tried')}</th>
          <th>{t('coverage.line')}</th>
          <th>{t('coverage.text')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, at) => {
          const here = marked.get(at + 1) ?? [];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            <tr key={at} className={here.length > 0 ? `is-${worstOf(here)}` : undefined}>
              <td>
                {here.map((part) => (
                  <MarkTag key={`${part.part} ${part.pointer} ${part.name}`} part={part} />
                ))}
              </td>
              <td className="quiet">{at + 1}</td>
              <td>
                <code>{line}</code>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const WORST = ['neverAsked', 'neverFired', 'neverTrue', 'neverFalse', 'tried'] as const;

function worstOf(parts: readonly Part[]) {
  return WORST.find((mark) => parts.some((part) => markOf(part) === mark));
}
