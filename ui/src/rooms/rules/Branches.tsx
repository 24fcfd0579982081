import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer, Nothing } from '@/shared/states';
import { useGo } from './address';
import { branchesQuery, type Standing, tagsQuery } from './queries';
import { RulesHead } from './RulesHead';
import { BranchLines } from './refs/BranchLines';
import { NewBranch } from './refs/NewBranch';
import { TagLines } from './refs/TagLines';
import { useRights } from './rights';

/** Where work goes on, and the names that stay where they are. */
export function Page() {
  const { t } = useTranslation('rules');
  const go = useGo();
  const { mayWrite } = useRights();
  const branches = useQuery(branchesQuery);
  const tags = useQuery(tagsQuery);
  const [isAsking, setAsking] = useState(false);
  return (
    <div className="room">
      <RulesHead isOfOne={false}>
        {mayWrite && (
          <Button type="primary" onClick={() => setAsking(true)}>
            {t('branch.open')}
          </Button>
        )}
      </RulesHead>
      <div className="rr-stack rr-scroll">
        <h2>{t('branch.all')}</h2>
        <Answer asked={branches} rows={5}>
          {(found) => <BranchLines branches={inOrder(found)} />}
        </Answer>
        <h2>{t('tag.all')}</h2>
        <Answer asked={tags} rows={3}>
          {(found) => (found.length === 0 ? <Nothing>{t('tag.none')}</Nothing> : <TagLines tags={found} />)}
        </Answer>
      </div>
      {isAsking && (
        <NewBranch at="main" made={(branch) => go('', { at: branch })} close={() => setAsking(false)} />
      )}
    </div>
  );
}

/** What is protected comes first: all else is on its way there. */
function inOrder(branches: readonly Standing[]): Standing[] {
  return [...branches].sort((one, other) => Number(other.isProtected) - Number(one.isProtected));
}
