import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { KINDS } from '@/rooms/repository/kinds';
import { number } from '@/shared/format';
import { StatusTag } from '@/shared/StatusTag';
import { Answer } from '@/shared/states';
import { FindingLines } from '../file/FindingLines';
import { CommitLink, subjectOf, Who } from '../past/Who';
import { type FileRef, findingsQuery } from '../queries';
import type { Revision } from '../revision';

interface Props {
  revision: Revision;
  files: readonly FileRef[];
  openFolder: (folder: string) => void;
  openFile: (path: string, pointer?: string) => void;
}

/** Before a file is chosen: what came last, whether all of it holds together, and what there is. */
export function Landing({ revision, files, openFolder, openFile }: Props) {
  const { t } = useTranslation('rules');
  const countIn = (folder: string) => files.filter((each) => each.path.startsWith(`${folder}/`)).length;
  return (
    <div className="rr-stack rr-scroll">
      <div className="rr-last">
        <span className="quiet">{t('landing.last')}</span>
        <strong className="rr-cut">{subjectOf(revision.commit.message)}</strong>
        <Who commit={revision.commit} />
        <CommitLink id={revision.commit.id} at={revision.at} />
      </div>
      <Checks commit={revision.commit.id} openFile={openFile} />
      <table className="plain-table rr-kinds">
        <thead>
          <tr>
            <th>{t('landing.kind')}</th>
            <th>{t('landing.what')}</th>
            <th className="right">{t('landing.files')}</th>
          </tr>
        </thead>
        <tbody>
          {KINDS.map(({ kind, folder }) => (
            <tr key={kind}>
              <td>
                <button type="button" className="rr-link" onClick={() => openFolder(folder)}>
                  {t(`kinds.${kind}.many`)}
                </button>
              </td>
              <td className="quiet">{t(`kinds.${kind}.says`)}</td>
              <td className="right">{countIn(folder) === 0 ? '–' : number(countIn(folder))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Checks({ commit, openFile }: { commit: string; openFile: Props['openFile'] }) {
  const { t } = useTranslation('rules');
  const asked = useQuery(findingsQuery(commit));
  return (
    <Answer asked={asked} rows={1}>
      {({ count, findings }) => {
        const errors = findings.filter((each) => each.severity === 'error').length;
        return (
          <section className="card rr-stack" aria-label={t('checks.title')}>
            <div className="bar">
              <h2>{t('checks.title')}</h2>
              {count === 0 ? (
                <StatusTag tone="good">{t('checks.good')}</StatusTag>
              ) : (
                <>
                  {errors > 0 && <StatusTag tone="bad">{t('checks.errors', { count: errors })}</StatusTag>}
                  {count > errors && (
                    <StatusTag tone="wait">{t('checks.warnings', { count: count - errors })}</StatusTag>
                  )}
                </>
              )}
            </div>
            {count > 0 && <FindingLines findings={findings} open={openFile} />}
          </section>
        );
      }}
    </Answer>
  );
}
