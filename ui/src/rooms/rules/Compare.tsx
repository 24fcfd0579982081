import { SwapOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { isTried } from '@/rooms/repository/kinds';
import { RevisionSelect } from '@/rooms/repository/RevisionSelect';
import { shortId } from '@/rooms/repository/shortId';
import { useAddress } from '@/shared/address';
import { Answer, Nothing } from '@/shared/states';
import { useAt } from './address';
import { Behaving } from './compare/Behaving';
import { ChangedFiles } from './compare/ChangedFiles';
import { Meaning } from './compare/Meaning';
import { isSinceBase, type Since } from './compare/since';
import { TwoTexts } from './compare/TwoTexts';
import { branchesQuery, differenceQuery, MAIN, meaningQuery, revisionQuery } from './queries';
import { RulesHead } from './RulesHead';
import { useEveryPage } from './useEveryPage';

const MOST_PAGES = 20;

/** Any two revisions; the address says which, so it can be sent to others. */
export function Page() {
  const { t } = useTranslation('rules');
  const at = useAt();
  const [said, say] = useAddress();
  const from = said.from ?? MAIN;
  const to = said.to ?? at;
  const old = useQuery(revisionQuery(from));
  const now = useQuery(revisionQuery(to));
  const branches = useQuery(branchesQuery);
  const sinceBase = isSinceBase(said.since, from, to, branches.data ?? []);
  return (
    <div className="room">
      <RulesHead isOfOne={false} />
      <div className="bar">
        <RevisionSelect
          label={t('compare.from')}
          prefix={<span className="quiet">{t('compare.from')}</span>}
          value={from}
          width={300}
          onChange={(revision) => say({ from: revision, file: undefined })}
        />
        <Button
          icon={<SwapOutlined />}
          aria-label={t('compare.swap')}
          title={t('compare.swap')}
          onClick={() => say({ from: to, to: from })}
        />
        <RevisionSelect
          label={t('compare.to')}
          prefix={<span className="quiet">{t('compare.to')}</span>}
          value={to}
          width={300}
          onChange={(revision) => say({ to: revision, file: undefined })}
        />
        <Segmented<Since>
          aria-label={t('compare.what')}
          value={sinceBase ? 'base' : 'all'}
          options={[
            { value: 'base', label: t('compare.sinceBase') },
            { value: 'all', label: t('compare.allDiffers') },
          ]}
          onChange={(since) => say({ since, file: undefined })}
        />
      </div>
      <Answer asked={branches} rows={8}>
        {() => (
          <Answer asked={old} rows={8}>
            {(before) => (
              <Answer asked={now} rows={8}>
                {(after) => (
                  <Two
                    from={before.commit.id}
                    to={after.commit.id}
                    fromName={named(from)}
                    toName={named(to)}
                    sinceBase={sinceBase}
                  />
                )}
              </Answer>
            )}
          </Answer>
        )}
      </Answer>
    </div>
  );
}

function named(revision: string): string {
  return /^[0-9a-f]{40}$/.test(revision) ? shortId(revision) : revision;
}

interface TwoProps {
  from: string;
  to: string;
  fromName: string;
  toName: string;
  sinceBase: boolean;
}

function Two(two: TwoProps) {
  const { t } = useTranslation('rules');
  const [said, say] = useAddress();
  const names = { from: two.fromName, to: two.toName };
  const asked = useInfiniteQuery(differenceQuery(two.from, two.to, two.sinceBase));
  return (
    <Answer asked={asked} rows={8}>
      {({ pages }) => {
        const files = pages.flatMap((page) => page.items);
        const shown = files.find((each) => each.path === said.file) ?? files[0];
        if (shown === undefined)
          return <Nothing>{two.sinceBase ? t('compare.nothingOwn', names) : t('compare.same')}</Nothing>;
        const base = pages[0]?.base ?? two.from;
        const isParted = base !== two.from;
        const beside = isParted
          ? { ...two, fromName: t('compare.asParted', { ...names, commit: shortId(base) }) }
          : two;
        return (
          <div className="rr-two">
            <aside className="rr-side rr-scroll">
              <ChangedFiles files={files} shown={shown.path} choose={(file) => say({ file })} />
              {asked.hasNextPage && (
                <Button loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
                  {t('compare.more')}
                </Button>
              )}
            </aside>
            <section className="rr-main rr-scroll rr-stack" aria-label={shown.path}>
              <h2 className="mono rr-cut">{shown.path}</h2>
              <MeaningOf two={two} path={shown.path} />
              {isTried(shown.path) && (
                <Behaving {...beside} path={shown.path} files={files.map((each) => each.path)} />
              )}
              <TwoTexts key={shown.path} file={shown} {...beside} from={base} />
            </section>
          </div>
        );
      }}
    </Answer>
  );
}

/** Sentences come beside the text; where the service has none to say, the text stands alone. */
function MeaningOf({ two, path }: { two: TwoProps; path: string }) {
  const asked = useInfiniteQuery(meaningQuery(two.from, two.to, two.sinceBase));
  // The service cannot be asked for one file's alone.
  useEveryPage(asked, MOST_PAGES);
  const all = asked.data?.pages.flatMap((page) => page.items) ?? [];
  const changes = all.filter((each) => each.file === path);
  return changes.length > 0 ? <Meaning changes={changes} /> : null;
}
