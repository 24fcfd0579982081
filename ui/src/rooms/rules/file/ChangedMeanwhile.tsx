import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Modal, Tabs } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/shared/api';
import { Answer, Loading } from '@/shared/states';
import { headOf } from '../changing';
import { bothOf } from '../code/threeWay';
import { subjectOf, Who } from '../past/Who';
import { fileQuery, pastQuery, ROOM, type RuleFile } from '../queries';
import { type Base, baseOf } from './useDraft';

const SideBySide = lazy(() => import('../code/SideBySide'));

interface Props {
  branch: string;
  path: string;
  base: Base;
  text: string;
  /** Goes on with a text that was written in sight of theirs. */
  goOn: (base: Base, text: string) => void;
  drop: () => void;
  close: () => void;
}

interface Theirs {
  commit: string;
  file: RuleFile | null;
}

/** Somebody was faster: what they changed, and what becomes of the text that was not committed. */
export default function ChangedMeanwhile(props: Props) {
  const { t } = useTranslation('rules');
  const { branch, path, close } = props;
  const asked = useQuery({
    queryKey: [ROOM, 'meanwhile', branch, path],
    queryFn: async ({ client }): Promise<Theirs> => {
      const commit = await headOf(branch);
      const file = await client.fetchQuery(fileQuery(commit, path)).catch((wrong) => {
        if (wrong instanceof Problem && wrong.code === 'rules.file_not_found') return null;
        throw wrong;
      });
      return { commit, file };
    },
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Modal open width={1100} title={t('meanwhile.title', { file: path })} onCancel={close} footer={null}>
      <Answer asked={asked}>{(theirs) => <Both {...props} theirs={theirs} />}</Answer>
    </Modal>
  );
}

function Both({ branch, path, base, text, theirs, goOn, drop }: Props & { theirs: Theirs }) {
  const { t } = useTranslation('rules');
  const now = baseOf(theirs.file);
  const [both] = useState(() => bothOf(base.text, now.text, text));
  const [mine, setMine] = useState(both.text);
  const isJson = path.endsWith('.json');
  return (
    <div className="rr-stack">
      <Last commit={theirs.commit} path={path} isGone={theirs.file === null} />
      <Suspense fallback={<Loading />}>
        <Tabs
          items={[
            {
              key: 'theirs',
              label: t('meanwhile.theirs'),
              children: (
                <SideBySide
                  before={base.text}
                  after={now.text}
                  beforeLabel={t('meanwhile.asYouBegan')}
                  afterLabel={t('meanwhile.asItIs', { branch })}
                  isJson={isJson}
                />
              ),
            },
            {
              key: 'mine',
              label: t('meanwhile.mine'),
              children: (
                <SideBySide
                  before={now.text}
                  after={mine}
                  beforeLabel={t('meanwhile.asItIs', { branch })}
                  afterLabel={t('meanwhile.yours')}
                  isJson={isJson}
                  change={setMine}
                />
              ),
            },
          ]}
        />
      </Suspense>
      <p>
        {both.contested === 0 ? t('meanwhile.merged') : t('meanwhile.contested', { count: both.contested })}
      </p>
      <div className="bar rr-end">
        <Button danger onClick={drop}>
          {t('meanwhile.drop')}
        </Button>
        <Button type="primary" onClick={() => goOn(now, mine)}>
          {t('meanwhile.goOn')}
        </Button>
      </div>
    </div>
  );
}

function Last({ commit, path, isGone }: { commit: string; path: string; isGone: boolean }) {
  const { t } = useTranslation('rules');
  const past = useInfiniteQuery(pastQuery(commit, path));
  const last = past.data?.pages[0]?.items[0]?.commit;
  return (
    <div>
      {isGone && <strong>{t('meanwhile.isGone')} </strong>}
      {last && (
        <>
          <strong>{subjectOf(last.message)}</strong> <Who commit={last} />
        </>
      )}
    </div>
  );
}
