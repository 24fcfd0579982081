import { useTranslation } from 'react-i18next';
import { StatusTag, type Tone } from '@/shared/StatusTag';
import type { Traced } from './tracing';
import { shownValue } from './values';

const TONES: Record<string, Tone> = {
  match: 'good',
  fired: 'good',
  error: 'bad',
  breached: 'bad',
  missing_input: 'wait',
};
// Of a long trail what did something stands open, the rest is a press away.
const OPEN = new Set(['fired', 'match', 'error', 'missing_input', 'breached']);
const FEW = 12;

/** How an answer came about: every rule, row and condition that was asked, and what it was told. */
export function TraceTree({ trace, depth = 0 }: { trace: readonly Traced[]; depth?: number }) {
  return (
    <ul className="rr-trace">
      {trace.map((each, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same part may be asked for several items
        <li key={at}>
          <OnePart
            part={each}
            depth={depth}
            isOpen={OPEN.has(each.verdict ?? '') || (depth > 0 && trace.length <= FEW) || trace.length === 1}
          />
        </li>
      ))}
    </ul>
  );
}

function OnePart({ part, depth, isOpen }: { part: Traced; depth: number; isOpen: boolean }) {
  const inner = part.parts;
  if (inner.length === 0) return <Line part={part} />;
  return (
    <details open={isOpen}>
      <summary>
        <Line part={part} />
      </summary>
      <TraceTree trace={inner} depth={depth + 1} />
    </details>
  );
}

function Line({ part }: { part: Traced }) {
  const { t } = useTranslation('rules');
  const hasValue = part.verdict === null && part.value !== null;
  return (
    <span className="rr-traced">
      {part.verdict !== null && (
        <StatusTag tone={TONES[part.verdict] ?? 'plain'}>{t(`tests.verdict.${part.verdict}`)}</StatusTag>
      )}
      <span className="mono">{part.says}</span>
      {hasValue && <span className="mono quiet">= {shownValue(part.value)}</span>}
      {part.why && <span className="quiet">{part.why}</span>}
    </span>
  );
}
