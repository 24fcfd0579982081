import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/shared/api';
import { ProblemNotice } from '@/shared/states';
import { useGo } from '../address';
import { faultsIn, unmetIn } from '../changing';
import { FindingLines } from '../file/FindingLines';

interface Props {
  wrong: unknown;
  /** The revision in which what is wrong can be looked at. */
  at: string;
  begin: () => void;
}

/** Why it was not done: what would not hold together, or that the branch moved on. */
export function Refused({ wrong, at, begin }: Props) {
  const { t } = useTranslation('rules');
  const go = useGo();
  if (wrong === null) return null;
  const faults = faultsIn(wrong);
  if (faults.length > 0)
    return (
      <div role="alert" className="rr-refused">
        <strong>{t('commit.refused', { count: faults.length })}</strong>
        <FindingLines findings={faults} open={(file, pointer) => go('', { at, file, pointer })} />
      </div>
    );
  const unmet = unmetIn(wrong);
  if (unmet.length > 0)
    return (
      <div role="alert" className="rr-refused">
        <strong>{t('evidence.refused', { count: unmet.length })}</strong>
        <FindingLines findings={unmet} open={(file, pointer) => go('', { at, file, pointer })} />
      </div>
    );
  const hasMoved = wrong instanceof Problem && wrong.isStale;
  return (
    <ProblemNotice wrong={wrong}>
      {hasMoved && (
        <Button size="small" onClick={begin}>
          {t('combine.again')}
        </Button>
      )}
    </ProblemNotice>
  );
}
