import { Link } from '@tanstack/react-router';
import { Layout, Menu } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PLACES, type Place, pageAt } from './places';

interface Props {
  environment: string;
  path: string;
  /** On a phone it lies over the page, and is there only while it is asked for. */
  over?: { isOpen: boolean; close: () => void };
}

/** Where it was never chosen, a narrow screen has a narrow menu. */
function usual(): boolean {
  const chosen = localStorage.getItem('menu');
  return chosen === null ? innerWidth < 900 : chosen === 'narrow';
}

export function MainMenu({ environment, path, over }: Props) {
  const { t } = useTranslation('app');
  const [isNarrow, setNarrow] = useState(usual);
  const narrow = isNarrow && !over;
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
      className={over && 'menu-over'}
      width={208}
      collapsedWidth={over ? 0 : 56}
      collapsible
      trigger={over ? null : undefined}
      collapsed={over ? !over.isOpen : narrow}
      onCollapse={(is) => {
        setNarrow(is);
        localStorage.setItem('menu', is ? 'narrow' : 'wide');
      }}
      theme="dark"
      style={{ overflow: 'auto' }}
    >
      <nav aria-label={t('menu.label')} hidden={over && !over.isOpen}>
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
          onClick={over?.close}
          selectedKeys={[here]}
          defaultOpenKeys={narrow ? [] : [`/${here.split('/')[1]}/*`]}
        />
      </nav>
    </Layout.Sider>
  );
}
