import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  LoadingOutlined,
  StopOutlined,
} from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';
import type { Job } from './queries';
import { stepOf } from './words';

type Step = Job['steps'][number];

const MARKS: Record<Step['state'], React.ReactNode> = {
  done: <CheckCircleFilled />,
  running: <LoadingOutlined />,
  queued: <ClockCircleOutlined />,
  failed: <CloseCircleFilled />,
  cancelled: <StopOutlined />,
};

/** What the job has done so far, what it is at, and how long each took. */
export function Steps({ steps }: { steps: Step[] }) {
  const { t } = useTranslation('jobs');
  if (steps.length === 0) return null;
  return (
    <ol aria-label={t('steps.label')} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {steps.map((step) => (
        <li key={step.startedAt + step.name} style={{ display: 'flex', gap: 8 }}>
          <span title={t(`steps.state.${step.state}`)}>{MARKS[step.state]}</span>
          <span style={{ flex: 1 }}>
            <StepWords said={step.name} />
          </span>
          {step.seconds !== null && (
            <span className="quiet">
              {t('steps.seconds', { seconds: number(step.seconds, { maximumFractionDigits: 1 }) })}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

export function StepWords({ said }: { said: string }) {
  const { t } = useTranslation('jobs');
  const step = stepOf(said);
  return <>{step ? t(step.key, step.values) : said}</>;
}
