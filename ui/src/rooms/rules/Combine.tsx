import { ArrowRightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { RevisionSelect } from '@/rooms/repository/RevisionSelect';
import { useAddress } from '@/shared/address';
import { Answer, Nothing } from '@/shared/states';
import type { Way } from './changing';
import { Desk } from './combine/Desk';
import { branchesQuery, revisionQuery } from './queries';
import { RulesHead } from './RulesHead';

/** A branch into another one, or one commit taken back or along: looked at, tried, decided, done. */
export function Page() {
  const { t } = useTranslation('rules');
  const [said, say] = useAddress();
  const way = (said.way ?? 'merge') as Way;
  const branches = useQuery(branchesQuery);
  const source = useQuery({ ...revisionQuery(said.from ?? ''), enabled: said.from !== undefined });
  const into = branches.data?.find((each) => each.name === said.into);
  const isMerge = way === 'merge';
  return (
    <div className="room">
      <RulesHead isOfOne={false} />
      <div className="bar">
        <strong>{t(`combine.${way}.title`)}</strong>
        <RevisionSelect
          label={t('combine.source')}
          value={said.from}
          width={300}
          onChange={(from) => say({ from })}
        />
        <ArrowRightOutlined aria-hidden />
        <RevisionSelect
          label={t(`combine.${way}.into`)}
          value={said.into}
          width={300}
          branchesOnly
          onChange={(branch) => say({ into: branch })}
        />
      </div>
      {said.from === undefined || said.into === undefined ? (
        <Nothing>{t(isMerge ? 'combine.chooseTwo' : 'combine.chooseBranch')}</Nothing>
      ) : (
        <Answer asked={source} rows={6}>
          {({ commit }) =>
            into ? (
              <Desk
                key={`${way} ${said.from} ${into.name}`}
                way={way}
                from={said.from!}
                commit={commit}
                into={into}
              />
            ) : (
              <Answer asked={branches} rows={6}>
                {() => <Nothing>{t('combine.noBranch', { branch: said.into })}</Nothing>}
              </Answer>
            )
          }
        </Answer>
      )}
    </div>
  );
}
