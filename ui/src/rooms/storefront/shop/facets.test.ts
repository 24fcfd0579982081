import { kindsIn, plainName, whereOf, worthShowing } from './facets';

test('attributes are known by the goods that have them', () => {
  const kinds = kindsIn([
    { company: 'Box', free: true, features: ['sso'], observedOn: '2021-01-01', summary: 'A box' },
    { company: 'Slack', free: false },
    { company: 'Okta', nothing: null },
  ]);
  expect([...kinds]).toEqual([
    ['company', 'plain'],
    ['free', 'boolean'],
    ['features', 'list'],
  ]);
});

test('values of one attribute are alternatives, attributes hold together', () => {
  const kinds = kindsIn([{ company: 'Box', free: true, features: ['sso'] }]);
  expect(whereOf({}, kinds)).toBeNull();
  expect(whereOf({ company: ['Box', 'Okta'], free: ['true'], features: ['sso', 'api'] }, kinds)).toEqual({
    AND: [
      { attributes: [{ key: 'company', in: ['Box', 'Okta'] }] },
      { attributes: [{ key: 'free', in: [true] }] },
      {
        OR: [
          { attributes: [{ key: 'features', contains: 'sso' }] },
          { attributes: [{ key: 'features', contains: 'api' }] },
        ],
      },
    ],
  });
});

test('what cannot narrow anything is not offered, what was chosen always is', () => {
  const one = { attribute: 'free', values: [{ value: 'true', count: 9 }] };
  const each = { attribute: 'id', values: [1, 2, 3].map((value) => ({ value: `${value}`, count: 1 })) };
  const good = {
    attribute: 'type',
    values: [
      { value: 'a', count: 5 },
      { value: 'b', count: 4 },
    ],
  };
  expect(worthShowing([one, each, good], 9, {})).toEqual([good]);
  expect(worthShowing([one], 9, { free: ['true'] })).toEqual([one]);
});

test('names are told as people write them', () => {
  expect(plainName('featureCount')).toBe('Feature count');
  expect(plainName('limit.apiCallsLimit')).toBe('Limit · Api calls limit');
  expect(plainName('ip_rating')).toBe('Ip rating');
});
