import { Link } from '@tanstack/react-router';
import { Layout, Menu } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PLACES, type Place, pageAt } from './places';

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
  const here = pageAt(path, environment)?.to ?? '';
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
