// Every address of the console. A room's pages are fetched when somebody goes there.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { lastEnvironment } from './lastPlace';
import { NoSuchPage } from './NoSuchPage';
import { RouteError } from './RouteError';
import { Shell } from './Shell';

const root = createRootRoute({ notFoundComponent: NoSuchPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('@/rooms/access/SignIn'), 'SignIn'),
});

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/$environment', params: { environment: lastEnvironment() } });
  },
});

const environment = createRoute({
  getParentRoute: () => root,
  path: '/$environment',
  component: Shell,
  errorComponent: RouteError,
});

type Page = () => Promise<Record<string, React.ComponentType>>;

function page<const Path extends string>(path: Path, load: Page) {
  return createRoute({
    getParentRoute: () => environment,
    path,
    component: lazyRouteComponent(load, 'Page'),
    errorComponent: RouteError,
    // Each page reads its own words out of the query, and says what it made of them.
    validateSearch: (search: Record<string, unknown>) => search as Record<string, string | undefined>,
  });
}

const pages = [
  page('/', () => import('@/rooms/overview/Overview')),
  page('/catalogs', () => import('@/rooms/catalogs/Catalogs')),
  page('/catalogs/$catalog', () => import('@/rooms/catalogs/Catalog')),
  page('/products', () => import('@/rooms/products/Products')),
  page('/products/rate-plans', () => import('@/rooms/products/RatePlans')),
  page('/products/attributes', () => import('@/rooms/products/Attributes')),
  page('/products/import', () => import('@/rooms/products/Import')),
  page('/publish', () => import('@/rooms/publishing/Publish')),
  page('/publish/$catalog', () => import('@/rooms/publishing/PublishCatalog')),
  page('/publish/$catalog/versions', () => import('@/rooms/publishing/Versions')),
  page('/publish/$catalog/compare', () => import('@/rooms/publishing/Compare')),
  page('/publish/$catalog/history', () => import('@/rooms/publishing/History')),
  page('/rules', () => import('@/rooms/rules/Files')),
  page('/rules/tests', () => import('@/rooms/rules/Tests')),
  page('/rules/history', () => import('@/rooms/rules/History')),
  page('/rules/compare', () => import('@/rooms/rules/Compare')),
  page('/rules/branches', () => import('@/rooms/rules/Branches')),
  page('/rules/combine', () => import('@/rooms/rules/Combine')),
  page('/play/graphql', () => import('@/rooms/storefront/GraphQL')),
  page('/play/shop', () => import('@/rooms/storefront/Shop')),
  page('/audit', () => import('@/rooms/audit/Audit')),
  page('/jobs', () => import('@/rooms/jobs/Jobs')),
  page('/jobs/$job', () => import('@/rooms/jobs/Job')),
  page('/admin', () => import('@/rooms/admin/Admin')),
];

export const router = createRouter({
  basepath: '/console',
  routeTree: root.addChildren([start, signIn, environment.addChildren(pages)]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
