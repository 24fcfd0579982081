import { useQuery } from '@tanstack/react-query';
import { Button, Typography } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/shared/Facts';
import { instant } from '@/shared/format';
import { Answer } from '@/shared/states';
import { useGo } from '../address';
import { SortTag } from '../compare/SortTag';
import { type Commit, revisionQuery } from '../queries';
import { NewBranch } from '../refs/NewBranch';
import { NewTag } from '../refs/NewTag';
import type { Revision } from '../revision';
import { useRights } from '../rights';
import { CommitLink, restOf, subjectOf } from './Who';

/** One commit: why, by whom, what it changed, and what can be done with it. */
export function CommitPanel({ id, revision }: { id: string; revision: Revision }) {
  const { t } = useTranslation('rules');
  const go = useGo();
  const asked = useQuery(revisionQuery(id));
  return (
    <Answer asked={asked} rows={6}>
      {({ commit, files, count }) => {
        const [parent] = commit.parents;
        return (
          <div className="rr-stack rr-scroll">
            <h2>{subjectOf(commit.message)}</h2>
            {restOf(commit.message) && <p className="rr-message">{restOf(commit.message)}</p>}
            <Facts facts={aboutOf(commit, revision.at, t)} />
            <Acts commit={commit} revision={revision} />
            <h3>{t('past.files', { count })}</h3>
            <ul className="rr-files">
              {files.map((each) => (
                <li key={each.path}>
                  <SortTag before={each.before} after={each.after} />
                  <button
                    type="button"
                    className="rr-link mono rr-cut"
                    disabled={parent === undefined}
                    onClick={() =>
                      go('/compare', { at: revision.at, from: parent, to: commit.id, file: each.path })
                    }
                  >
                    {each.path}
                  </button>
                </li>
              ))}
            </ul>
            {count > files.length && (
              <p className="quiet">{t('past.moreFiles', { count: count - files.length })}</p>
            )}
          </div>
        );
      }}
    </Answer>
  );
}

function aboutOf(commit: Commit, at: string, t: TFunction<'rules'>): [React.ReactNode, React.ReactNode][] {
  return [
    [
      t('past.id'),
      <Typography.Text key="id" className="mono" copyable={{ text: commit.id, tooltips: false }}>
        {commit.id}
      </Typography.Text>,
    ],
    [t('past.author'), `${commit.author} · ${commit.email}`],
    [t('past.when'), instant(commit.at)],
    [t('past.broughtBy'), `${commit.landedBy} · ${instant(commit.landedAt)}`],
    [
      t('past.parents', { count: commit.parents.length }),
      <span key="parents" className="bar">
        {commit.parents.length === 0
          ? t('past.first')
          : commit.parents.map((each) => <CommitLink key={each} id={each} at={at} />)}
      </span>,
    ],
  ];
}

function Acts({ commit, revision }: { commit: Commit; revision: Revision }) {
  const { t } = useTranslation('rules');
  const go = useGo();
  const { mayWrite, mayTag } = useRights();
  const [asking, setAsking] = useState<'branch' | 'tag' | null>(null);
  const into = revision.branch && !revision.branch.isProtected ? revision.branch.name : undefined;
  const combine = (way: string) => go('/combine', { at: revision.at, way, from: commit.id, into });
  return (
    <div className="bar">
      {commit.parents.length > 0 && (
        <Button
          size="small"
          onClick={() => go('/compare', { at: revision.at, from: commit.parents[0], to: commit.id })}
        >
          {t('past.whatChanged')}
        </Button>
      )}
      <Button size="small" onClick={() => go('', { at: commit.id })}>
        {t('past.browse')}
      </Button>
      {mayWrite && (
        <>
          <Button size="small" onClick={() => combine('revert')}>
            {t('combine.revert.open')}
          </Button>
          <Button size="small" onClick={() => combine('pick')}>
            {t('combine.pick.open')}
          </Button>
          <Button size="small" onClick={() => setAsking('branch')}>
            {t('branch.open')}
          </Button>
        </>
      )}
      {mayTag && (
        <Button size="small" onClick={() => setAsking('tag')}>
          {t('tag.open')}
        </Button>
      )}
      {asking === 'branch' && (
        <NewBranch at={commit.id} made={(branch) => go('', { at: branch })} close={() => setAsking(null)} />
      )}
      {asking === 'tag' && <NewTag commit={commit.id} close={() => setAsking(null)} />}
    </div>
  );
}
