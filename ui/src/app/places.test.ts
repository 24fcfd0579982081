import { pageAt } from './places';

test.each([
  ['/dev', ''],
  ['/dev/', ''],
  ['/dev/catalogs/global', '/catalogs'],
  ['/dev/products', '/products'],
  ['/dev/products/import', '/products/import'],
  ['/dev/publish/saas/versions', '/publish'],
  ['/dev/rules/history', '/rules'],
])('%s lies in %s', (path, place) => {
  expect(pageAt(path, 'dev')?.to).toBe(place);
});
