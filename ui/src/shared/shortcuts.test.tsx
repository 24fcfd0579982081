import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { pressed, type Shortcut, useShortcuts } from './shortcuts';

function Page({ keys }: { keys: Shortcut[] }) {
  useShortcuts(keys);
  return <input aria-label="name" />;
}

const shortcut = (keys: string) => ({ keys, says: keys, run: vi.fn() });

test('a key does nothing while somebody writes, a key with Ctrl does', async () => {
  const [slash, save] = [shortcut('/'), shortcut('Ctrl S')];
  const page = render(<Page keys={[slash, save]} />);
  await userEvent.keyboard('/');
  await userEvent.type(page.getByLabelText('name'), '/{Control>}s{/Control}');
  expect([slash.run.mock.calls.length, save.run.mock.calls.length]).toEqual([1, 1]);
});

test('two keys in a row are one shortcut', async () => {
  const go = shortcut('G P');
  render(<Page keys={[go]} />);
  await userEvent.keyboard('p');
  expect(go.run).not.toHaveBeenCalled();
  await userEvent.keyboard('gp');
  expect(go.run).toHaveBeenCalledOnce();
});

test('what stands on top comes first, and goes with its page', async () => {
  const [below, above] = [shortcut('?'), shortcut('?')];
  render(<Page keys={[below]} />);
  const top = render(<Page keys={[above]} />);
  await userEvent.keyboard('?');
  top.unmount();
  await userEvent.keyboard('?');
  expect([below.run.mock.calls.length, above.run.mock.calls.length]).toEqual([1, 1]);
});

test('⌘ is Ctrl', () => {
  expect(pressed({ key: 'k', ctrlKey: false, metaKey: true, altKey: false })).toBe('Ctrl K');
});
