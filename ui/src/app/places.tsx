// Where one can go, in the order of the work: what there is, what goes live, what it looks like, what happened.
import {
  ApartmentOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BranchesOutlined,
  CloudUploadOutlined,
  DashboardOutlined,
  ExperimentOutlined,
  HistoryOutlined,
  SettingOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';

export interface Place {
  /** Behind the environment in the address. */
  to: string;
  /** Its name, as `menu.<words>`. */
  words: string;
  icon?: ReactNode;
  within?: Place[];
}

export const PLACES: Place[] = [
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
  { to: '/rules', words: 'rules', icon: <BranchesOutlined /> },
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

/** Pages that can be opened: a place, or what lies within it. */
export const PAGES = PLACES.flatMap((place) => place.within ?? [place]);

const named = (words: string) => PAGES.find((page) => page.words === words)!;

/** The second key after G. */
export const PLACES_BY_KEY: Record<string, Place> = {
  O: named('overview'),
  C: named('catalogs'),
  R: named('ratePlans'),
  I: named('import'),
  P: named('publish'),
  S: named('shop'),
  A: named('audit'),
  U: named('rules'),
  J: named('jobs'),
};

/** The page with the longest address that this one begins with. */
export function pageAt(path: string, environment: string): Place | undefined {
  const here = path.replace(/\/$/, '').replace(`/${environment}`, '');
  const above = PAGES.filter((page) => here === page.to || here.startsWith(`${page.to}/`));
  return above.sort((one, other) => other.to.length - one.to.length)[0];
}
