import { useQueryClient } from '@tanstack/react-query';
import { Checkbox, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/rooms/repository/Dialog';
import { Labelled } from '@/shared/Labelled';
import { useToasts } from '@/shared/toasts';
import { putDemands } from '../changing';
import { type Demands, demandsQuery } from '../queries';

const SHARES = ['rulePercent', 'rowPercent', 'conditionPercent'] as const;

interface Props {
  branch: string;
  demands: Demands;
  close: () => void;
}

/** What the branch asks of whatever is merged into it from now on. */
export function DemandsDialog({ branch, demands, close }: Props) {
  const { t } = useTranslation('rules');
  const { done } = useToasts();
  const client = useQueryClient();
  const [wanted, setWanted] = useState(demands);
  const put = async (said: Demands) =>
    client.setQueryData(demandsQuery(branch).queryKey, await putDemands(branch, said));
  const run = async () => {
    await put(wanted);
    done(t('demands.done', { branch }), async () => void (await put(demands)));
    close();
  };
  return (
    <Dialog
      title={t('demands.title', { branch })}
      ok={t('demands.do', { branch })}
      run={run}
      close={close}
      disabled={JSON.stringify(wanted) === JSON.stringify(demands)}
    >
      <p>{t('demands.hint', { branch })}</p>
      <Checkbox
        checked={wanted.casesPass}
        onChange={({ target }) => setWanted({ ...wanted, casesPass: target.checked })}
      >
        {t('demands.casesPass')}
      </Checkbox>
      <div className="rr-demanded">
        {SHARES.map((name) => (
          <Labelled key={name} words={t(`demands.${name}`)}>
            {(id) => (
              <InputNumber
                id={id}
                min={0}
                max={100}
                precision={0}
                suffix="%"
                value={wanted[name]}
                onChange={(percent) => setWanted({ ...wanted, [name]: percent ?? 0 })}
              />
            )}
          </Labelled>
        ))}
      </div>
    </Dialog>
  );
}
