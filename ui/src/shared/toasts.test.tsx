import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App, ConfigProvider } from 'antd';
import { AT_LEAST_MS, useToasts } from './toasts';

const undo = vi.fn(async () => undefined);

function Page() {
  const { done } = useToasts();
  return (
    <>
      <button type="button" onClick={() => done('Deleted a row', undo)}>
        delete
      </button>
      <input aria-label="name" />
    </>
  );
}

const toast = () => screen.queryByText('Deleted a row');

beforeEach(async () => {
  undo.mockClear();
  vi.useFakeTimers({ shouldAdvanceTime: true });
  render(
    <ConfigProvider theme={{ token: { motion: false } }}>
      <App>
        <Page />
      </App>
    </ConfigProvider>,
  );
  await userEvent.setup({ advanceTimers: vi.advanceTimersByTime }).click(screen.getByText('delete'));
  await screen.findByText('Deleted a row');
});
afterEach(() => vi.useRealTimers());

const wait = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));

test('a way back is there for whoever does nothing else, however long that takes', async () => {
  await wait(20 * AT_LEAST_MS);
  expect(toast()).toBeInTheDocument();
});

test('it stays a while when something else is begun, and then goes', async () => {
  fireEvent.pointerDown(screen.getByLabelText('name'));
  await wait(AT_LEAST_MS);
  expect(toast()).toBeInTheDocument();
  fireEvent.pointerDown(screen.getByLabelText('name'));
  await wait(2_000);
  expect(toast()).toBeNull();
});

test('walking to it by keyboard and pressing it is nothing else', async () => {
  await wait(AT_LEAST_MS);
  fireEvent.keyDown(screen.getByText('delete'), { key: 'Tab' });
  fireEvent.pointerDown(toast()!);
  await wait(2_000);
  expect(toast()).toBeInTheDocument();
});

test('Ctrl Z takes back what was done, but where somebody writes, what was written', async () => {
  fireEvent.keyDown(screen.getByLabelText('name'), { key: 'z', ctrlKey: true });
  expect(undo).not.toHaveBeenCalled();
  fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
  await wait(2_000);
  expect(undo).toHaveBeenCalledOnce();
});

test('Ctrl Z takes back also after a while, when anything else would take the notice away', async () => {
  await wait(AT_LEAST_MS);
  fireEvent.keyDown(screen.getByLabelText('name'), { key: 'z', ctrlKey: true });
  await wait(2_000);
  expect(toast()).toBeInTheDocument();
  fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
  await wait(2_000);
  expect(undo).toHaveBeenCalledOnce();
});
