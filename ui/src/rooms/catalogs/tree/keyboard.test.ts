import { meaningOf, type Pressed } from './keyboard';

const press = (key: string, more: Partial<Pressed> = {}, typing = false) =>
  meaningOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more }, typing);

test('letters of commands are commands only where nobody types a name', () => {
  expect(press('n')).toBe('create');
  expect(press('n', {}, true)).toEqual({ typed: 'n' });
  expect(press('N', { shiftKey: true })).toEqual({ typed: 'N' });
});

test('a space belongs to the name that is typed', () => {
  expect(press(' ')).toBe('toggle');
  expect(press(' ', {}, true)).toEqual({ typed: ' ' });
});

test('keys with Ctrl and Alt are ours only where we said so', () => {
  expect(press('x', { ctrlKey: true })).toBe('cut');
  expect(press('k', { ctrlKey: true })).toBeNull();
  expect(press('ArrowUp', { altKey: true })).toBe('earlier');
  expect(press('ArrowLeft', { altKey: true })).toBeNull();
  expect(press('F10', { shiftKey: true })).toBe('menu');
});

test('the page of shortcuts can still be asked for', () => {
  expect(press('?', { shiftKey: true })).toBeNull();
});
