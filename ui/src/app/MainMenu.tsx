import {
  ApartmentOutlined,
  AppstoreOutlined,
  AuditOutlined,
  CloudUploadOutlined,
  DashboardOutlined,
  ExperimentOutlined,
  HistoryOutlined,
  SettingOutlined,
} from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Layout, Menu } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Place {
  to: string;
  words: string;
  icon?: React.ReactNode;
  within?: Place[];
}

/** In the order of the work: what there is, what goes live, what it looks like, what happened. */
const PLACES: Place[] = [
  { to: '', words: 'overview', icon: <DashboardOutlined /> },
  { to: '/catalogs', words: 'catalogs', icon: <ApartmentOutlined /> },
  {
    to: '/products',
    words: 'products',
    icon: <AppstoreOutlined />,
    within: [
      { to: '/products', words: 'products' },
      { to: '/products/rate-plans', words: 'ratePlans' },
      { to: '/products/attributes', words: 'attributes' },
      { to: '/products/import', words: 'import' },
    ],
  },
  { to: '/publish', words: 'publish', icon: <CloudUploadOutlined /> },
  {
    to: '/play',
    words: 'play',
    icon: <ExperimentOutlined />,
    within: [
      { to: '/play/shop', words: 'shop' },
      { to: '/play/graphql', words: 'graphql' },
    ],
  },
  { to: '/audit', words: 'audit', icon: <AuditOutlined /> },
  { to: '/jobs', words: 'jobs', icon: <HistoryOutlined /> },
  { to: '/admin', words: 'admin', icon: <SettingOutlined /> },
];

const LEAVES = PLACES.flatMap((place) => place.within ?? [place]);

/** The longest place that the address begins with. */
function placeOf(path: string, environment: string): string {
  const here = path.replace(`/${environment}`, '');
  const found = LEAVES.filter((leaf) => here === leaf.to || here.startsWith(`${leaf.to}/`)).map(
    (leaf) => leaf.to,
  );
  return found.sort((one, other) => other.length - one.length)[0] ?? '';
}

export function MainMenu({ environment, path }: { environment: string; path: string }) {
  const { t } = useTranslation('app');
  const [narrow, setNarrow] = useState(localStorage.getItem('menu') === 'narrow');
  const items = PLACES.map((place) => ({
    key: place.within ? `${place.to}/*` : place.to,
    icon: place.icon,
    label: place.within ? t(`menu.${place.words}`) : linkTo(place),
    children: place.within?.map((each) => ({ key: each.to, label: linkTo(each) })),
  }));
  function linkTo(place: Place) {
    return (
      <Link to={`/$environment${place.to}` as '/$environment'} params={{ environment }}>
        {t(`menu.${place.words}`)}
      </Link>
    );
  }
  const here = placeOf(path, environment);
  return (
    <Layout.Sider
      width={208}
      collapsedWidth={56}
      collapsible
      collapsed={narrow}
      onCollapse={(is) => {
        setNarrow(is);
        localStorage.setItem('menu', is ? 'narrow' : 'wide');
      }}
      theme="dark"
      style={{ overflow: 'auto' }}
    >
      <nav aria-label={t('menu.label')}>
        <div
          style={{
            color: '#fff',
            padding: '14px 16px',
            fontWeight: 600,
            fontSize: 15,
            whiteSpace: 'nowrap',
            overflow: 'hidden',
          }}
        >
          {narrow ? '◆' : `◆ ${t('product')}`}
        </div>
        <Menu
          theme="dark"
          mode="inline"
          items={items}
          selectedKeys={[here]}
          defaultOpenKeys={narrow ? [] : [`/${here.split('/')[1]}/*`]}
        />
      </nav>
    </Layout.Sider>
  );
}
