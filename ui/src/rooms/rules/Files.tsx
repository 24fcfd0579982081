import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer, Nothing } from '@/shared/states';
import { useGo } from './address';
import { RulesHead } from './RulesHead';
import { NewBranch } from './refs/NewBranch';
import { isUnmade, useRevision } from './revision';
import { useRights } from './rights';
import { Browser } from './tree/Browser';

/** The repository as it is at one revision: its files, and the one that is looked at. */
export function Page() {
  const asked = useRevision();
  if (isUnmade(asked.error)) return <Unmade />;
  return (
    <div className="room">
      {asked.data ? (
        <Browser key={asked.data.at} revision={asked.data} />
      ) : (
        <>
          <RulesHead />
          <Answer asked={asked} rows={8}>
            {() => null}
          </Answer>
        </>
      )}
    </div>
  );
}

/** The first change makes the repository: a branch is one. */
function Unmade() {
  const { t } = useTranslation('rules');
  const { mayWrite } = useRights();
  const go = useGo();
  const [isAsking, setAsking] = useState(false);
  const begin = (
    <Button type="primary" onClick={() => setAsking(true)}>
      {t('branch.open')}
    </Button>
  );
  return (
    <>
      <Nothing action={mayWrite && begin}>{t('unmade')}</Nothing>
      {isAsking && (
        <NewBranch at="main" made={(branch) => go('', { at: branch })} close={() => setAsking(false)} />
      )}
    </>
  );
}
