import { useTranslation } from 'react-i18next';
import { StatusTag, type Tone } from '@/shared/StatusTag';
import type { Status } from './goods';

const TONES: Record<Status, Tone> = { draft: 'wait', active: 'good', retired: 'plain' };

export function StatusWord({ status }: { status: Status }) {
  const { t } = useTranslation('products');
  return <StatusTag tone={TONES[status]}>{t(`status.${status}`)}</StatusTag>;
}
