import { pageOf, readAddress, toggled, writeAddress } from './address';

test('an address says again what was read from it', () => {
  const search = {
    catalog: 'saas',
    tag: 'year-2021',
    asOf: '2021-07-01T00:00:00.000Z',
    as: 'anonymous',
    path: 'companies.box',
    q: 'box',
    sort: 'name',
    facets: { company: ['Box', 'Slack'] },
    width: 'phone',
  };
  expect(writeAddress(readAddress(search))).toEqual(search);
});

test('what is as usual is not said', () => {
  expect(writeAddress(readAddress({ q: 'box' }))).toEqual({ q: 'box' });
  expect(writeAddress(readAddress({}))).toEqual({});
});

test('nonsense is as if it were not there', () => {
  const read = readAddress({ asOf: 'yesterday', sort: 'price', facets: 'company', path: 7 });
  expect(read).toMatchObject({ asOf: undefined, sort: 'shelf', facets: {}, path: '7' });
});

test('another page keeps who looks at what', () => {
  const here = readAddress({ catalog: 'saas', version: '3', as: 'anonymous', q: 'box', plan: 'x' });
  expect(writeAddress(pageOf(here, { path: 'companies' }))).toEqual({
    catalog: 'saas',
    version: '3',
    as: 'anonymous',
    path: 'companies',
  });
});

test('a value is chosen and let go again', () => {
  const once = toggled({}, 'company', 'Box');
  expect(once).toEqual({ company: ['Box'] });
  expect(toggled(toggled(once, 'company', 'Slack'), 'company', 'Box')).toEqual({ company: ['Slack'] });
  expect(toggled(once, 'company', 'Box')).toEqual({});
});
