import { useTranslation } from 'react-i18next';
import type { Part } from '../queries';
import { markOf, SIGNS } from './marks';

/** A sign, a word, and how often: legible without its colour. `short` leaves the word to the tooltip and to who hears it. */
export function MarkTag({ part, short = false }: { part: Part; short?: boolean }) {
  const { t } = useTranslation('rules');
  const mark = markOf(part);
  const word = t(`coverage.mark.${mark}`);
  const counts = { yes: part.yes, no: part.no, all: part.yes + part.no };
  const often = t(part.part === 'condition' ? 'coverage.held' : 'coverage.fired', counts);
  const isPlain = mark === 'tried' || mark === 'neverAsked';
  return (
    <span className={`rr-mark is-${mark}`} title={`${part.name || part.subject.id}: ${word}. ${often}`}>
      <span aria-hidden>{SIGNS[mark]}</span>
      <span className={short ? 'rr-unseen' : undefined}>{word}</span>
      {mark !== 'neverAsked' && (
        <span className="rr-often">
          {part.part === 'condition' ? `${counts.yes}:${counts.no}` : `${counts.yes}/${counts.all}`}
        </span>
      )}
      {short && isPlain && <span className="rr-unseen">{often}</span>}
    </span>
  );
}
