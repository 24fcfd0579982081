import { useTranslation } from 'react-i18next';
import { StatusTag, type Tone } from '@/shared/StatusTag';
import type { Meaning as Change } from '../queries';

const TONES: Record<string, Tone> = { added: 'good', removed: 'bad', changed: 'info', moved: 'plain' };

/** What it means: rule by rule, condition by condition, in the service's sentences. */
export function Meaning({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation('rules');
  return (
    <ul className="rr-findings">
      {changes.map((each) => (
        <li key={`${each.file} ${each.sentence}`}>
          <StatusTag tone={TONES[each.verb] ?? 'plain'}>{t(`verb.${each.verb}`)}</StatusTag>
          <div lang="en">{each.sentence}</div>
        </li>
      ))}
    </ul>
  );
}
