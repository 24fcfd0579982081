import { claimOf, claimText } from './Tenant';
import { stateOf } from './Tokens';

describe('tokens', () => {
  const now = new Date('2026-11-29T12:00:00Z');

  it('are good until they end or are taken back', () => {
    expect(stateOf({ revokedAt: null, expiresAt: '2026-11-30T00:00:00Z' }, now)).toBe('good');
    expect(stateOf({ revokedAt: null, expiresAt: '2026-11-29T12:00:00Z' }, now)).toBe('expired');
    expect(stateOf({ revokedAt: '2026-11-01T00:00:00Z', expiresAt: '2026-11-30T00:00:00Z' }, now)).toBe(
      'revoked',
    );
  });
});

describe('claims', () => {
  it('are texts unless they read as a number, a list, or yes and no', () => {
    expect(['retail', '3', 'true', '["a","b"]', '{"a":1}'].map(claimOf)).toEqual([
      'retail',
      3,
      true,
      ['a', 'b'],
      '{"a":1}',
    ]);
  });

  it('come back as they were typed', () => {
    for (const value of ['retail', '3', 3, true, ['a']]) expect(claimOf(claimText(value))).toEqual(value);
  });
});
