import { Checkbox, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/rooms/repository/Dialog';
import type { Tagged } from '@/shared/api';
import { Labelled } from '@/shared/Labelled';
import { useToasts } from '@/shared/toasts';
import type { Demands } from '../queries';
import { SHARES, useDemanding } from './useDemanding';

interface Props {
  branch: string;
  demands: Tagged<Demands>;
  close: () => void;
}

/** What the branch asks of whatever is merged into it from now on; who else changed it meanwhile is asked about. */
export function DemandsDialog({ branch, demands, close }: Props) {
  const { t } = useTranslation('rules');
  const { done } = useToasts();
  const { seen, put } = useDemanding(branch, demands);
  const [wanted, setWanted] = useState(seen);
  const run = async () => {
    const takeBack = await put(wanted);
    if (takeBack === null) return;
    done(t('demands.done', { branch }), takeBack);
    close();
  };
  return (
    <Dialog
      title={t('demands.title', { branch })}
      ok={t('demands.do', { branch })}
      run={run}
      close={close}
      disabled={JSON.stringify(wanted) === JSON.stringify(seen)}
    >
      <p>{t('demands.hint', { branch })}</p>
      <Checkbox
        checked={wanted.casesPass}
        onChange={({ target }) => setWanted({ ...wanted, casesPass: target.checked })}
      >
        {t('demands.casesPass')}
      </Checkbox>
      <Checkbox
        checked={wanted.referencesHold}
        onChange={({ target }) => setWanted({ ...wanted, referencesHold: target.checked })}
      >
        {t('demands.referencesHold')}
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
