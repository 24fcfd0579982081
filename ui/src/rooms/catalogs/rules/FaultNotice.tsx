// What is wrong with a condition, in the service's words, and the mending of it in one click where that is sure.
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Fault } from './asking';

interface Props {
  fault: Fault;
  mayEdit: boolean;
  mend: (expression: string) => void;
}

export function FaultNotice({ fault, mayEdit, mend }: Props) {
  const { t } = useTranslation('shelfRules');
  const { repaired, suggestion } = fault;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={fault.detail}
      description={
        <span className="mono quiet">
          {fault.code}
          {fault.pointer ? ` · ${fault.pointer}` : ''}
        </span>
      }
      action={
        repaired !== null && mayEdit ? (
          <Button size="small" type="primary" onClick={() => mend(repaired)}>
            {suggestion ? t('fault.use', { suggestion }) : t('fault.mend')}
          </Button>
        ) : suggestion ? (
          <span className="quiet">{t('fault.try', { suggestion })}</span>
        ) : null
      }
    />
  );
}
