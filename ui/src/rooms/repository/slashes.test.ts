import { withSlashes } from './slashes';

test('slashes stay, whatever else would mean something in an address does not', () => {
  const path = withSlashes.pathSerializer('/rules/files/{file}', { file: 'predicates/a b?#%.json' });
  expect(path).toBe('/rules/files/predicates/a%20b%3F%23%25.json');
});
