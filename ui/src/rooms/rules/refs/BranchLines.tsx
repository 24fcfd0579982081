import { SearchOutlined } from '@ant-design/icons';
import { Button, Input, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/rooms/repository/Dialog';
import { StatusTag } from '@/shared/StatusTag';
import { useShortcuts } from '@/shared/shortcuts';
import { Nothing } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import { useGo } from '../address';
import { createBranch, deleteBranch, protectBranch } from '../changing';
import { CommitLink, subjectOf, Who } from '../past/Who';
import { type Branch, MAIN, type Standing } from '../queries';
import { useRights } from '../rights';
import { useChanged } from '../useChanged';

const SHOWN = 50;
/** As many as are seen at a glance. */
const FEW = 10;

export function BranchLines({ branches }: { branches: readonly Standing[] }) {
  const { t } = useTranslation('rules');
  const [most, setMost] = useState(SHOWN);
  const [wanted, setWanted] = useState('');
  const search = useRef<InputRef>(null);
  useShortcuts([{ keys: '/', says: t('branch.search'), run: () => search.current?.focus() }]);
  const words = wanted.trim().toLowerCase();
  const found = branches.filter((each) => each.name.toLowerCase().includes(words));
  return (
    <>
      {branches.length > FEW && (
        <Input
          ref={search}
          className="rr-search"
          allowClear
          prefix={<SearchOutlined />}
          aria-label={t('branch.search')}
          placeholder={t('branch.search')}
          value={wanted}
          maxLength={200}
          onChange={(event) => {
            setWanted(event.target.value);
            setMost(SHOWN);
          }}
        />
      )}
      {found.length === 0 && <Nothing>{t('branch.noneFound')}</Nothing>}
      <table className="plain-table rr-refs" hidden={found.length === 0}>
        <thead>
          <tr>
            <th>{t('branch.name')}</th>
            <th>{t('branch.beside')}</th>
            <th>{t('branch.last')}</th>
            <th>
              <span className="rr-unseen">{t('branch.acts')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {found.slice(0, most).map((each) => (
            <BranchLine key={each.name} branch={each} />
          ))}
        </tbody>
      </table>
      {found.length > most && <Button onClick={() => setMost(most + SHOWN)}>{t('branch.more')}</Button>}
    </>
  );
}

function BranchLine({ branch }: { branch: Standing }) {
  const { t } = useTranslation('rules');
  const go = useGo();
  const { last } = branch;
  return (
    <tr>
      <td>
        <button type="button" className="rr-link" onClick={() => go('', { at: branch.name })}>
          {branch.name}
        </button>{' '}
        {branch.isProtected && <StatusTag tone="info">{t('branch.protected')}</StatusTag>}
      </td>
      <td>{branch.name !== MAIN && <Beside branch={branch} />}</td>
      <td>
        <span className="rr-about">
          <CommitLink id={last.id} at={branch.name} />
          <span className="rr-cut">{subjectOf(last.message)}</span>
          <Who commit={last} />
        </span>
      </td>
      <td className="right">
        <Acts branch={branch} />
      </td>
    </tr>
  );
}

/** How far it is from `main`; nothing where there was too much to count. */
function Beside({ branch: { ahead, behind } }: { branch: Standing }) {
  const { t } = useTranslation('rules');
  if (ahead === null || behind === null) return null;
  if (ahead === 0 && behind === 0) return <span className="quiet">{t('branch.same')}</span>;
  return <span className="rr-count">{t('branch.away', { ahead, behind })}</span>;
}

function Acts({ branch }: { branch: Branch }) {
  const { t } = useTranslation('rules');
  const go = useGo();
  const { mayWrite, mayProtect } = useRights();
  const [isDeleting, setDeleting] = useState(false);
  const { name } = branch;
  return (
    <span className="bar rr-end">
      {name !== MAIN && (
        <Button
          size="small"
          aria-label={t('branch.compareLabel', { branch: name })}
          onClick={() => go('/compare', { at: name, from: MAIN, to: name })}
        >
          {t('branch.compare')}
        </Button>
      )}
      {mayWrite && name !== MAIN && (
        <Button
          size="small"
          aria-label={t('branch.mergeLabel', { branch: name })}
          onClick={() => go('/combine', { way: 'merge', at: name, from: name, into: MAIN })}
        >
          {t('branch.merge')}
        </Button>
      )}
      {mayProtect && <Protect branch={branch} />}
      {mayWrite && !branch.isProtected && (
        <Button
          size="small"
          danger
          aria-label={t('branch.deleteLabel', { branch: name })}
          onClick={() => setDeleting(true)}
        >
          {t('branch.delete')}
        </Button>
      )}
      {isDeleting && <DeleteBranch branch={branch} close={() => setDeleting(false)} />}
    </span>
  );
}

function Protect({ branch }: { branch: Branch }) {
  const { t } = useTranslation('rules');
  const { done, refused } = useToasts();
  const changed = useChanged();
  const turn = async (isProtected: boolean) => {
    await protectBranch(branch.name, isProtected);
    await changed();
  };
  const press = async () => {
    const next = !branch.isProtected;
    try {
      await turn(next);
      const what = t(next ? 'branch.isProtectedNow' : 'branch.isFreeNow', { branch: branch.name });
      done(what, () => turn(!next));
    } catch (wrong) {
      refused(wrong);
    }
  };
  const label = t(branch.isProtected ? 'branch.unprotectLabel' : 'branch.protectLabel', {
    branch: branch.name,
  });
  return (
    <Button size="small" aria-label={label} onClick={() => void press()}>
      {t(branch.isProtected ? 'branch.unprotect' : 'branch.protect')}
    </Button>
  );
}

function DeleteBranch({ branch, close }: { branch: Branch; close: () => void }) {
  const { t } = useTranslation('rules');
  const { done } = useToasts();
  const changed = useChanged();
  const run = async () => {
    await deleteBranch(branch.name, branch.head);
    await changed();
    done(t('branch.deleted', { branch: branch.name }), async () => {
      await createBranch(branch.name, branch.head);
      await changed();
    });
    close();
  };
  return (
    <Dialog
      title={t('branch.deleteTitle', { branch: branch.name })}
      ok={t('branch.deleteDo')}
      run={run}
      close={close}
      danger
    >
      <p>{t('branch.deleteStays')}</p>
    </Dialog>
  );
}
