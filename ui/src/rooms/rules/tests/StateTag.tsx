import { useTranslation } from 'react-i18next';
import { StatusTag, type Tone } from '@/shared/StatusTag';
import type { CaseState } from './cases';

const TONES: Record<CaseState, Tone> = { passed: 'good', failed: 'bad', error: 'wait' };

export function StateTag({ state }: { state: CaseState }) {
  const { t } = useTranslation('rules');
  return <StatusTag tone={TONES[state]}>{t(`tests.state.${state}`)}</StatusTag>;
}
