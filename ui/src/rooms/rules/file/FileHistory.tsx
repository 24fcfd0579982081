import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { StatusTag } from '@/shared/StatusTag';
import { Answer } from '@/shared/states';
import { useGo } from '../address';
import { CommitLink, subjectOf, Who } from '../past/Who';
import { pastQuery, type Step } from '../queries';

interface Props {
  commit: string;
  path: string;
  at: string;
}

/** Every commit that changed the file, newest first. */
export function FileHistory({ commit, path, at }: Props) {
  const { t } = useTranslation('rules');
  const asked = useInfiniteQuery(pastQuery(commit, path));
  return (
    <div className="rr-scroll">
      <Answer asked={asked} rows={6}>
        {({ pages }) => (
          <>
            <ol className="rr-past" aria-label={t('past.ofFile', { file: path })}>
              {pages
                .flatMap((page) => page.items)
                .map((step) => (
                  <PastStep key={step.commit.id} step={step} path={path} at={at} />
                ))}
            </ol>
            {asked.hasNextPage && (
              <Button loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
                {t('past.older')}
              </Button>
            )}
          </>
        )}
      </Answer>
    </div>
  );
}

function PastStep({ step, path, at }: { step: Step; path: string; at: string }) {
  const { t } = useTranslation('rules');
  const go = useGo();
  const { commit, before, after } = step;
  const [parent] = commit.parents;
  return (
    <li>
      <div>
        <strong>{subjectOf(commit.message)}</strong>{' '}
        {before === null && <StatusTag tone="good">{t('sort.added')}</StatusTag>}
        {after === null && <StatusTag tone="bad">{t('sort.removed')}</StatusTag>}
        <div>
          <CommitLink id={commit.id} at={at} /> <Who commit={commit} />
        </div>
      </div>
      <div className="bar">
        {parent && (
          <Button
            size="small"
            onClick={() => go('/compare', { at, from: parent, to: commit.id, file: path })}
          >
            {t('past.whatChanged')}
          </Button>
        )}
        {after !== null && (
          <Button size="small" onClick={() => go('', { at: commit.id, file: path })}>
            {t('past.asItWas')}
          </Button>
        )}
      </div>
    </li>
  );
}
