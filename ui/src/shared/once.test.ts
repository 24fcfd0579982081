import { beforeEach, expect, test } from 'vitest';
import { Problem, unreachable } from './api';
import { type Attempt, once } from './once';

beforeEach(() => sessionStorage.clear());

function lose(keys: string[]) {
  return ({ key }: Attempt) => {
    keys.push(key);
    return Promise.reject(unreachable());
  };
}

test('a retry after a lost connection has the key of the first attempt', async () => {
  const keys: string[] = [];
  await expect(once('publish saas', lose(keys))).rejects.toThrow();
  await once('publish saas', async ({ key }) => keys.push(key));
  expect(keys[1]).toBe(keys[0]);
});

test('what was answered is done: the next wish has a key of its own', async () => {
  const keys: string[] = [];
  await once('publish saas', async ({ key }) => keys.push(key));
  await once('publish saas', async ({ key }) => keys.push(key));
  expect(keys[1]).not.toBe(keys[0]);
});

test('a refusal is an answer', async () => {
  const keys: string[] = [];
  const refused = new Problem({ code: 'kit.not_permitted', status: 403, title: '', detail: '' });
  const refuse = ({ key }: Attempt) => {
    keys.push(key);
    return Promise.reject(refused);
  };
  await expect(once('publish saas', refuse)).rejects.toBe(refused);
  await expect(once('publish saas', refuse)).rejects.toBe(refused);
  expect(keys[1]).not.toBe(keys[0]);
});

test('another wish has another key', async () => {
  const keys: string[] = [];
  await expect(once('publish saas', lose(keys))).rejects.toThrow();
  await expect(once('publish global', lose(keys))).rejects.toThrow();
  expect(keys[1]).not.toBe(keys[0]);
});

test('a retry is bound to the state that the first attempt was decided on', async () => {
  const states: string[] = [];
  const send = async ({ state }: Attempt) => states.push(state);
  await expect(
    once(
      'publish saas',
      () => Promise.reject(unreachable()),
      async () => 'r7',
    ),
  ).rejects.toThrow();
  await once('publish saas', send, async () => 'r8');
  expect(states).toEqual(['r7']);
});
