import { SearchOutlined, UserOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dropdown, Layout } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppearance } from './appearance';
import { environmentsQuery } from './environments';
import { LANGUAGES, type Language, speak } from './i18n';
import { openPalette, openShortcuts } from './overlays/opening';
import { pageAt } from './places';
import { useMe } from './session';
import { signOut } from './signOut';

interface Props {
  environment: string;
  path: string;
  /** Where the main menu is there only when it is asked for. */
  menu?: { isOpen: boolean; turn: () => void };
}

export function Header({ environment, path, menu }: Props) {
  const { t } = useTranslation('app');
  const me = useMe();
  const page = t(`menu.${pageAt(path, environment)?.words ?? 'overview'}`);
  useEffect(() => {
    document.title = `${page} · ${environment} · ${t('product')}`;
  }, [page, environment, t]);
  return (
    <Layout.Header
      className="page-head"
      style={{
        display: 'flex',
        alignItems: 'center',
        gap: 12,
        lineHeight: 1,
        borderBottom: '1px solid var(--ant-color-border-secondary)',
      }}
    >
      {menu && (
        <Button
          size="small"
          type="text"
          aria-label={t('menu.label')}
          aria-expanded={menu.isOpen}
          onClick={menu.turn}
        >
          ☰
        </Button>
      )}
      <strong className="page-tenant" title={t('header.tenant')}>
        {me.tenantName}
      </strong>
      <EnvironmentSwitch environment={environment} />
      <h1 style={{ flex: 1, margin: 0, fontSize: 14, fontWeight: 600 }}>{page}</h1>
      <Button
        className="page-search"
        size="small"
        icon={<SearchOutlined />}
        onClick={openPalette}
        aria-keyshortcuts="Control+K"
      >
        <span>
          {t('header.search')} <kbd>Ctrl K</kbd>
        </span>
      </Button>
      <PersonMenu />
    </Layout.Header>
  );
}

function EnvironmentSwitch({ environment }: { environment: string }) {
  const { t } = useTranslation('app');
  const go = useNavigate();
  const asked = useQuery(environmentsQuery);
  const keys = asked.data?.items.map((each) => each.key) ?? [environment];
  const items = keys.map((key) => ({
    key,
    label: key,
    onClick: () => void go({ to: '/$environment', params: { environment: key } }),
  }));
  return (
    <Dropdown menu={{ items, selectedKeys: [environment], selectable: true }} trigger={['click']}>
      <Button
        size="small"
        aria-label={`${t('header.environment')}: ${environment}`}
        danger={environment === 'prod'}
      >
        {environment} ▾
      </Button>
    </Dropdown>
  );
}

function PersonMenu() {
  const { t, i18n } = useTranslation('app');
  const me = useMe();
  const { theme, density, chooseTheme, chooseDensity } = useAppearance();
  const mark = (is: boolean) => (is ? '✓ ' : '\u2003');
  const items = [
    { key: 'who', label: me.displayName, disabled: true },
    {
      key: 'theme',
      label: t('person.theme'),
      children: (['system', 'light', 'dark'] as const).map((each) => ({
        key: `theme-${each}`,
        label: mark(theme === each) + t(`person.${each}`),
        onClick: () => chooseTheme(each),
      })),
    },
    {
      key: 'density',
      label: t('person.density'),
      children: (['compact', 'comfortable'] as const).map((each) => ({
        key: `density-${each}`,
        label: mark(density === each) + t(`person.${each}`),
        onClick: () => chooseDensity(each),
      })),
    },
    {
      key: 'language',
      label: t('person.language'),
      children: Object.entries(LANGUAGES).map(([key, name]) => ({
        key: `language-${key}`,
        label: mark(i18n.language === key) + name,
        onClick: () => void speak(key as Language),
      })),
    },
    { key: 'shortcuts', label: t('person.shortcuts'), onClick: openShortcuts },
    { type: 'divider' as const },
    { key: 'out', label: t('person.signOut'), onClick: () => void signOut() },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button size="small" type="text" icon={<UserOutlined />} aria-label={t('header.person')} />
    </Dropdown>
  );
}
