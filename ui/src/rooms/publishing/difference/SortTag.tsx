import { useTranslation } from 'react-i18next';
import { StatusTag, type Tone } from '@/shared/StatusTag';
import type { Change } from '../queries';

const TONES: Record<string, Tone> = { added: 'good', removed: 'bad', changed: 'wait', moved: 'info' };

/** For a shelf's rate plan: it enters, leaves, or stays at another place; for anything else what its entry says. */
export function SortTag({ change: { kind, sort } }: { change: Pick<Change, 'kind' | 'sort'> }) {
  const { t } = useTranslation('publishing');
  const words = kind === 'membership' ? 'member' : 'entry';
  return <StatusTag tone={TONES[sort] ?? 'plain'}>{t(`sort.${words}.${sort}`)}</StatusTag>;
}
