import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/app/session';
import { useAddress } from '@/shared/address';
import { Nothing } from '@/shared/states';
import { Bindings } from './Bindings';
import { Environments } from './Environments';
import { Tenant } from './Tenant';
import { Tokens } from './Tokens';
import '@/shared/room.css';

const TABS = ['tenant', 'roles', 'tokens', 'environments'] as const;
type Tab = (typeof TABS)[number];

export function Page() {
  const { t } = useTranslation('admin');
  const [said, say] = useAddress();
  const may = useMay('tenant-admin');
  const tab = TABS.find((each) => each === said.tab) ?? 'tenant';
  return (
    <div className="room">
      <div className="bar">
        <h1>{t('title')}</h1>
        <Segmented<Tab>
          aria-label={t('tabs')}
          value={tab}
          onChange={(next) => say({ tab: next, key: undefined, create: undefined, all: undefined })}
          options={TABS.map((each) => ({ value: each, label: t(`tab.${each}`) }))}
        />
      </div>
      {tab === 'tenant' && <Tenant may={may} />}
      {tab === 'roles' && (may ? <Bindings /> : <Barred />)}
      {tab === 'tokens' && (may ? <Tokens /> : <Barred />)}
      {tab === 'environments' && <Environments may={may} />}
    </div>
  );
}

function Barred() {
  const { t } = useTranslation('admin');
  return (
    <div className="card">
      <Nothing>{t('barred')}</Nothing>
    </div>
  );
}
