import { grantWords, saidGrants } from './grants';

describe('grants', () => {
  it('are told with where they hold', () => {
    expect(grantWords({ role: 'viewer' })).toBe('viewer');
    expect(grantWords({ role: 'publisher', catalog: 'global', path: 'A.B' })).toBe('publisher · global/A.B');
  });

  it('lose a path whose catalog was taken away: it would otherwise be refused', () => {
    expect(saidGrants([{ role: 'viewer', catalog: '', path: 'A' }])).toEqual([{ role: 'viewer' }]);
  });
});
