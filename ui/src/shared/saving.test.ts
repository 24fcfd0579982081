import { Problem } from './api';
import { saved } from './saving';

const stale = new Problem({ code: 'kit.if_match_stale', status: 412, title: '', detail: 'changed since' });

describe('saving', () => {
  it('says which state it was decided on', async () => {
    const write = vi.fn(async () => 'done');
    const seen = { body: { name: 'a' }, etag: '"r1"' };
    await saved({ seen, mine: { name: 'b' }, read: vi.fn(), write, settle: vi.fn() });
    expect(write).toHaveBeenCalledWith({ name: 'b' }, '"r1"');
  });

  it('asks after a conflict, and saves what was chosen onto what is there now', async () => {
    const write = vi.fn().mockRejectedValueOnce(stale).mockResolvedValueOnce('done');
    const found = await saved({
      seen: { body: { name: 'a', unit: 'kg' }, etag: '"r1"' },
      mine: { name: 'mine', unit: 'kg' },
      read: async () => ({ body: { name: 'a', unit: 'g' }, etag: '"r2"' }),
      write,
      settle: async () => ({ name: 'mine' }),
    });
    expect(found).toBe('done');
    expect(write).toHaveBeenLastCalledWith({ name: 'mine', unit: 'g' }, '"r2"');
  });

  it('saves nothing when the person gives up', async () => {
    const write = vi.fn().mockRejectedValue(stale);
    const seen = { body: { name: 'a' }, etag: '"r1"' };
    const read = async () => ({ body: { name: 'theirs' }, etag: '"r2"' });
    expect(await saved({ seen, mine: { name: 'b' }, read, write, settle: async () => null })).toBeNull();
    expect(write).toHaveBeenCalledTimes(1);
  });
});
