import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Modal, Segmented, Tabs } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusBack } from '@/rooms/repository/Dialog';
import { Problem } from '@/shared/api';
import { Answer, Loading } from '@/shared/states';
import { headOf } from '../changing';
import { bothOf } from '../code/threeWay';
import { subjectOf, Who } from '../past/Who';
import { fileQuery, pastQuery, ROOM, type RuleFile } from '../queries';
import { MineApart } from './MineApart';
import { type Base, baseOf } from './useDraft';

const SideBySide = lazy(() => import('../code/SideBySide'));

interface Props {
  branch: string;
  path: string;
  base: Base;
  text: string;
  /** Goes on with a text that was written in sight of theirs. */
  goOn: (base: Base, text: string) => Promise<unknown>;
  drop: () => void;
  /** It was put aside, and is not unsaved any more. */
  kept: () => void;
  close: () => void;
}

const WHICH = ['both', 'own'] as const;

interface Theirs {
  commit: string;
  file: RuleFile | null;
}

/** Somebody was faster: what they changed, and what becomes of the text that was not committed. */
export default function ChangedMeanwhile(props: Props) {
  const { t } = useTranslation('rules');
  const { branch, path, close } = props;
  useFocusBack();
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

function Both({ theirs, goOn, drop, kept, ...written }: Props & { theirs: Theirs }) {
  const { branch, path, base, text } = written;
  const { t } = useTranslation('rules');
  const now = baseOf(theirs.file);
  const [both] = useState(() => bothOf(base.text, now.text, text));
  const [which, setWhich] = useState<'both' | 'own'>('both');
  const [texts, setTexts] = useState({ both: both.text, own: text });
  const [isApart, setApart] = useState(false);
  const [isGoing, setGoing] = useState(false);
  const setMine = (mine: string) => setTexts((before) => ({ ...before, [which]: mine }));
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
                <div className="rr-stack">
                  <Segmented
                    className="rr-which"
                    size="small"
                    aria-label={t('meanwhile.which')}
                    value={which}
                    onChange={setWhich}
                    options={WHICH.map((each) => ({ value: each, label: t(`meanwhile.${each}`) }))}
                  />
                  <SideBySide
                    key={which}
                    before={now.text}
                    after={texts[which]}
                    beforeLabel={t('meanwhile.asItIs', { branch })}
                    afterLabel={t('meanwhile.yours')}
                    isJson={isJson}
                    change={setMine}
                  />
                </div>
              ),
            },
          ]}
        />
      </Suspense>
      <p aria-live="polite">
        {which === 'own'
          ? t('meanwhile.over', { branch })
          : both.contested === 0
            ? t('meanwhile.merged')
            : t('meanwhile.contested', { count: both.contested })}{' '}
        {both.contested > 0 && base.commit !== null && t('meanwhile.byMeaning')}
      </p>
      <div className="bar rr-end">
        <Button danger onClick={drop}>
          {t('meanwhile.drop')}
        </Button>
        {base.commit !== null && <Button onClick={() => setApart(true)}>{t('meanwhile.apart')}</Button>}
        <Button
          type="primary"
          loading={isGoing}
          onClick={() => {
            setGoing(true);
            void goOn(now, texts[which]).finally(() => setGoing(false));
          }}
        >
          {t('meanwhile.goOn')}
        </Button>
      </div>
      {isApart && base.commit !== null && (
        <MineApart
          {...written}
          base={{ ...base, commit: base.commit }}
          kept={kept}
          close={() => setApart(false)}
        />
      )}
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
