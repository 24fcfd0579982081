import { LockOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { shortId } from '@/rooms/repository/shortId';
import type { Revision } from '../revision';
import { useRights } from '../rights';

/** Why nothing can be written here; undefined where it can. */
export function useWhyNot({ branch, at }: Revision): string | undefined {
  const { t } = useTranslation('rules');
  const { mayWrite } = useRights();
  if (!mayWrite) return t('readOnly.role');
  if (branch === null) return t('readOnly.past', { revision: at.length === 40 ? shortId(at) : at });
  return branch.isProtected ? t('readOnly.protected', { branch: branch.name }) : undefined;
}

/** The reason, and the way to a branch where it can be done. */
export function ReadOnly({ revision, branchOff }: { revision: Revision; branchOff: () => void }) {
  const { t } = useTranslation('rules');
  const { mayWrite } = useRights();
  const why = useWhyNot(revision);
  if (why === undefined) return null;
  return (
    <div className="rr-notice">
      <LockOutlined />
      <span>{why}</span>
      {mayWrite && (
        <Button size="small" onClick={branchOff}>
          {t('readOnly.branchOff')}
        </Button>
      )}
    </div>
  );
}
