import { expect, it } from 'vitest';
import { staysOpen } from './unsaved';

const at = (search: Record<string, string>, pathname = '/dev/products') => ({ pathname, search });

it('lets the list beside a form be searched', () => {
  expect(staysOpen(at({ key: 'laptop' }), at({ key: 'laptop', search: 'phone' }))).toBe(true);
});

it('knows that another thing, another tab, another page and closing take the form away', () => {
  const here = at({ key: 'laptop', tab: 'roles' });
  expect(staysOpen(here, at({ key: 'phone', tab: 'roles' }))).toBe(false);
  expect(staysOpen(here, at({ key: 'laptop', tab: 'tokens' }))).toBe(false);
  expect(staysOpen(here, at({ tab: 'roles' }))).toBe(false);
  expect(staysOpen(here, at({ key: 'laptop', tab: 'roles' }, '/ut/products'))).toBe(false);
});
