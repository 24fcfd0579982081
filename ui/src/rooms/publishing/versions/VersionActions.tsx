import { MoreOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dropdown, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEnvironment, useMay } from '@/app/session';
import { useToasts } from '@/shared/toasts';
import { takesPublishes } from '../gates';
import type { Publication } from '../queries';
import type { Address } from '../Versions';
import { download } from './exporting';

interface Shown {
  catalog: string;
  publication: Publication;
  compareWithLive: (digest: string) => void;
  open: (dialog: Address) => void;
}

export function VersionActions({ catalog, publication, compareWithLive, open }: Shown) {
  const { t } = useTranslation('publishing');
  const environment = useEnvironment();
  const go = useNavigate();
  const { refused } = useToasts();
  const mayNot = useReasonAgainst(catalog, publication);
  const mayEdit = useMay('catalog-editor', { catalog });
  const mayRetire = useMay('tenant-admin');
  const isLive = publication.isServed;
  const { digest, number } = publication.version;
  const place = { environment, catalog };
  const items = [
    {
      key: 'compare',
      label: t('actions.compareWithLive'),
      disabled: isLive,
      onClick: () => compareWithLive(digest),
    },
    {
      key: 'restore',
      label: t('actions.restore'),
      disabled: !mayEdit,
      title: mayEdit ? undefined : t('actions.needsEditor'),
      onClick: () => open({ restore: digest }),
    },
    { type: 'divider' as const },
    {
      key: 'shop',
      label: t('actions.toShop'),
      onClick: () =>
        void go({
          to: '/$environment/play/shop',
          params: { environment },
          search: { catalog, version: digest },
        }),
    },
    {
      key: 'export',
      label: t('actions.export'),
      onClick: () => void download(place, digest).catch((wrong) => refused(wrong, t('actions.notExported'))),
    },
    { key: 'verify', label: t('actions.verify'), onClick: () => open({ verify: digest }) },
    { type: 'divider' as const },
    {
      key: 'retire',
      label: t('retire.action'),
      danger: true,
      disabled: !mayRetire || isLive,
      title: mayRetire ? undefined : t('retire.needsAdmin'),
      onClick: () => open({ retire: digest }),
    },
  ];
  if (publication.version.retiredAt) return <span className="quiet">{t('retire.isRetired')}</span>;
  return (
    <Space.Compact>
      {isLive ? (
        <Button onClick={() => open({ verify: digest })}>{t('actions.verify')}</Button>
      ) : (
        <Button
          disabled={mayNot !== null}
          title={mayNot ?? undefined}
          onClick={() => open({ rollback: digest })}
        >
          {t('actions.rollback')}
        </Button>
      )}
      <Dropdown menu={{ items }} trigger={['click']}>
        <Button
          icon={<MoreOutlined />}
          aria-label={t('actions.more', { version: number ?? digest.slice(0, 12) })}
        />
      </Dropdown>
    </Space.Compact>
  );
}

function useReasonAgainst(catalog: string, { wasServed }: Publication): string | null {
  const { t } = useTranslation('publishing');
  const environment = useEnvironment();
  const may = useMay('publisher', { catalog });
  if (!takesPublishes(environment)) return t('publish.gateClosed', { environment });
  if (!may) return t('publish.needsPublisher');
  return wasServed ? null : t('rollback.neverServed');
}
