import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '@/shared/address';
import { ProblemNotice } from '@/shared/states';
import { useGo } from '../address';
import { Back } from '../Back';
import { NewFile } from '../file/NewFile';
import { OneFile } from '../file/OneFile';
import { ReadOnly, useWhyNot } from '../file/ReadOnly';
import { MAIN } from '../queries';
import { RulesHead } from '../RulesHead';
import { NewBranch } from '../refs/NewBranch';
import type { Revision } from '../revision';
import { useRights } from '../rights';
import { FileTree } from './FileTree';
import { Folder } from './Folder';
import { Landing } from './Landing';
import { useFiles } from './useFiles';

type Asking = 'file' | 'branch' | null;

/** The tree on the left; on the right a file, a folder, or what there is at all. */
export function Browser({ revision }: { revision: Revision }) {
  const { t } = useTranslation('rules');
  const [said, say] = useAddress();
  const [asking, setAsking] = useState<Asking>(null);
  const { files, error, isError, isWhole, refetch } = useFiles(revision.commit.id);
  const paths = useMemo(() => files.map((each) => each.path), [files]);
  const open = (changes: { file?: string; folder?: string; create?: string; pointer?: string }) =>
    say({
      file: undefined,
      folder: undefined,
      create: undefined,
      pointer: undefined,
      show: undefined,
      ...changes,
    });
  const openFile = (file: string, pointer?: string) => open({ file, pointer });
  const openFolder = (folder: string) => open({ folder });
  const branchOff = () => setAsking('branch');
  const close = () => setAsking(null);
  return (
    <>
      <RulesHead>
        <BranchActs revision={revision} branchOff={branchOff} />
      </RulesHead>
      <div className={`rr-two${said.file || said.folder ? ' is-chosen' : ''}`}>
        <aside aria-label={t('tree.label')} className="rr-side">
          {isError ? (
            <ProblemNotice wrong={error} retry={() => void refetch()} />
          ) : (
            <FileTree
              paths={paths}
              shown={said.file ?? said.folder}
              openFile={openFile}
              openFolder={openFolder}
            />
          )}
        </aside>
        <section className="rr-main">
          {(said.file || said.folder) && <Back words={t('tree.back')} go={() => open({})} />}
          {said.file ? (
            <OneFile
              key={`${said.file} ${said.create ?? ''}`}
              revision={revision}
              path={said.file}
              openFile={openFile}
              branchOff={branchOff}
            />
          ) : said.folder ? (
            <Folder
              folder={said.folder}
              files={files}
              isWhole={isWhole}
              commit={revision.commit.id}
              open={openFile}
            >
              <AddButton revision={revision} add={() => setAsking('file')} />
            </Folder>
          ) : (
            <>
              <div className="rr-head">
                <h2>{t('landing.title', { revision: revision.at })}</h2>
                <AddButton revision={revision} add={() => setAsking('file')} />
              </div>
              <ReadOnly revision={revision} branchOff={branchOff} />
              <Landing revision={revision} files={files} openFolder={openFolder} openFile={openFile} />
            </>
          )}
        </section>
      </div>
      {asking === 'file' && (
        <NewFile
          branch={revision.at}
          folder={said.folder}
          paths={paths}
          begin={(file, kind) => {
            close();
            open({ file, create: kind });
          }}
          close={close}
        />
      )}
      {asking === 'branch' && (
        <NewBranch
          at={revision.at}
          made={(branch) => {
            close();
            say({ at: branch });
          }}
          close={close}
        />
      )}
    </>
  );
}

function BranchActs({ revision, branchOff }: { revision: Revision; branchOff: () => void }) {
  const { t } = useTranslation('rules');
  const go = useGo();
  const { mayWrite } = useRights();
  if (!mayWrite) return null;
  const merge = () => go('/combine', { way: 'merge', at: revision.at, from: revision.at, into: MAIN });
  return (
    <>
      <Button onClick={branchOff}>{t('branch.open')}</Button>
      {revision.branch && revision.at !== MAIN && (
        <Button type="primary" onClick={merge}>
          {t('combine.open', { branch: MAIN })}
        </Button>
      )}
    </>
  );
}

function AddButton({ revision, add }: { revision: Revision; add: () => void }) {
  const { t } = useTranslation('rules');
  const { mayWrite } = useRights();
  const whyNot = useWhyNot(revision);
  if (!mayWrite) return null;
  return (
    <Button size="small" icon={<PlusOutlined />} disabled={whyNot !== undefined} title={whyNot} onClick={add}>
      {t('newFile.open')}
    </Button>
  );
}
