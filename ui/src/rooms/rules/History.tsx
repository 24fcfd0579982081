import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { shortId } from '@/rooms/repository/shortId';
import { useAddress } from '@/shared/address';
import { StatusTag } from '@/shared/StatusTag';
import { Answer } from '@/shared/states';
import { Back } from './Back';
import { CommitPanel } from './past/CommitPanel';
import { subjectOf, Who } from './past/Who';
import { type Commit, logQuery } from './queries';
import { RulesHead } from './RulesHead';
import { type Revision, useRevision } from './revision';

/** Everything that led to a revision; one commit is open beside it, the newest unless the address says another. */
export function Page() {
  const { t } = useTranslation('rules');
  const asked = useRevision();
  const [said, say] = useAddress();
  return (
    <div className="room">
      <RulesHead />
      <Answer asked={asked} rows={8}>
        {(revision) => (
          <div className={`rr-two is-even${said.commit ? ' is-chosen' : ''}`}>
            <section className="rr-main" aria-label={t('past.of', { revision: revision.at })}>
              <Log
                revision={revision}
                open={said.commit ?? revision.commit.id}
                choose={(commit) => say({ commit })}
              />
            </section>
            <section className="rr-main" aria-label={t('past.commit')}>
              {said.commit && <Back words={t('past.back')} go={() => say({ commit: undefined })} />}
              <CommitPanel id={said.commit ?? revision.commit.id} revision={revision} />
            </section>
          </div>
        )}
      </Answer>
    </div>
  );
}

interface LogProps {
  revision: Revision;
  open?: string;
  choose: (commit: string) => void;
}

function Log({ revision, open, choose }: LogProps) {
  const { t } = useTranslation('rules');
  const asked = useInfiniteQuery(logQuery(revision.commit.id));
  return (
    <Answer asked={asked} rows={8}>
      {({ pages }) => (
        <div className="rr-scroll">
          <ol className="rr-log">
            {pages
              .flatMap((page) => page.items)
              .map((commit) => (
                <li key={commit.id}>
                  <LogLine commit={commit} isOpen={commit.id === open} choose={choose} />
                </li>
              ))}
          </ol>
          {asked.hasNextPage && (
            <Button loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
              {t('past.older')}
            </Button>
          )}
        </div>
      )}
    </Answer>
  );
}

function LogLine({
  commit,
  isOpen,
  choose,
}: {
  commit: Commit;
  isOpen: boolean;
  choose: LogProps['choose'];
}) {
  const { t } = useTranslation('rules');
  return (
    <button type="button" aria-pressed={isOpen} onClick={() => choose(commit.id)}>
      <span className="rr-about">
        <strong className="rr-cut">{subjectOf(commit.message)}</strong>
        {commit.parents.length > 1 && <StatusTag tone="info">{t('past.merge')}</StatusTag>}
      </span>
      <span>
        <span className="mono quiet">{shortId(commit.id)}</span> <Who commit={commit} />
      </span>
    </button>
  );
}
