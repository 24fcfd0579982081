import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { kindOfFolder, toldOf } from '@/rooms/repository/kinds';
import { Loading, Nothing } from '@/shared/states';
import { type Column, VirtualTable } from '@/shared/VirtualTable';
import { blobQuery, type FileRef } from '../queries';

interface Props {
  folder: string;
  files: readonly FileRef[];
  /** Whether all files are here: until then nothing is called empty. */
  isWhole: boolean;
  commit: string;
  open: (path: string) => void;
  children?: React.ReactNode;
}

/** What lies in a folder and below, each with its title and owners; those are read of the lines in sight. */
export function Folder({ folder, files, isWhole, commit, open, children }: Props) {
  const { t } = useTranslation('rules');
  const within = files.filter((each) => each.path.startsWith(`${folder}/`));
  const kind = kindOfFolder(folder);
  const columns: Column<FileRef>[] = [
    {
      key: 'name',
      title: t('folder.file'),
      width: 200,
      grows: true,
      render: (each) => <span className="mono">{each.path.slice(folder.length + 1)}</span>,
    },
    {
      key: 'title',
      title: t('folder.title'),
      width: 220,
      grows: true,
      render: (each) => <TitleOf file={each} commit={commit} />,
    },
    {
      key: 'owners',
      title: t('folder.owners'),
      width: 180,
      render: (each) => <OwnersOf file={each} commit={commit} />,
    },
  ];
  return (
    <>
      <div className="rr-head">
        <div>
          <h2>{folder}</h2>
          {kind && <div className="quiet">{t(`kinds.${kind}.says`)}</div>}
        </div>
        {children}
      </div>
      {within.length === 0 && !isWhole ? (
        <Loading rows={8} />
      ) : within.length === 0 ? (
        <Nothing>{t('folder.empty')}</Nothing>
      ) : (
        <div className="rr-fill">
          <VirtualTable
            label={folder}
            rows={within}
            columns={columns}
            keyOf={(each) => each.path}
            onOpen={(each) => open(each.path)}
          />
        </div>
      )}
    </>
  );
}

function TitleOf({ file, commit }: { file: FileRef; commit: string }) {
  const read = useQuery(blobQuery(commit, file)).data;
  return <>{read && toldOf(read.content).title}</>;
}

function OwnersOf({ file, commit }: { file: FileRef; commit: string }) {
  const read = useQuery(blobQuery(commit, file)).data;
  return <span className="quiet">{read && toldOf(read.content).owners.join(', ')}</span>;
}
