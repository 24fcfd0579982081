import { act, renderHook } from '@testing-library/react';
import type { RuleFile } from '../queries';
import { useDraft } from './useDraft';

const file = (blob: string, content: string): RuleFile => ({
  path: 'predicates/a.json',
  kind: 'predicate',
  blob,
  commit: 'c',
  content,
});

test('the first key binds the draft to what stood there then, also when the branch moves on', () => {
  const { result, rerender } = renderHook(({ now }) => useDraft(now), {
    initialProps: { now: file('one', 'a') },
  });
  act(() => result.current.write('ab'));
  rerender({ now: file('two', 'theirs') });
  expect(result.current).toMatchObject({
    text: 'ab',
    isDirty: true,
    base: { blob: 'one', text: 'a', commit: 'c' },
  });
});

test('nothing written, nothing to commit: the text follows the branch', () => {
  const { result, rerender } = renderHook(({ now }) => useDraft(now), {
    initialProps: { now: file('one', 'a') },
  });
  rerender({ now: file('two', 'b') });
  expect(result.current).toMatchObject({ text: 'b', isDirty: false });
  act(() => result.current.write('c'));
  act(() => result.current.write('b'));
  expect(result.current.isDirty).toBe(false);
});

test('a new file is there to be committed as its template', () => {
  const { result } = renderHook(() => useDraft(null, '{}'));
  expect(result.current).toMatchObject({ text: '{}', isDirty: true, base: { blob: null } });
});
