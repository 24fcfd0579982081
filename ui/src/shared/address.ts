// What a page keeps in its address: filters, tabs, what stands open. Links to it can be sent to others.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

export type Said = Record<string, string | undefined>;

/** Everything in the address as text: the router reads `?key=123` as a number. */
export function textsOf(search: Record<string, unknown>): Said {
  return Object.fromEntries(
    Object.entries(search).map(([name, value]) => [name, value == null ? undefined : String(value)]),
  );
}

export function useAddress(): [Said, (changes: Said, how?: { replace?: boolean }) => void] {
  const said = textsOf(useSearch({ strict: false }) as Record<string, unknown>);
  const navigate = useNavigate();
  const say = useCallback(
    (changes: Said, { replace = false } = {}) => {
      const search = (before: Record<string, unknown>) =>
        Object.fromEntries(
          Object.entries({ ...textsOf(before), ...changes }).filter(
            ([, value]) => value !== undefined && value !== '',
          ),
        );
      // Every page of the console takes any words; the types of one certain page would be in the way here.
      void navigate({ to: '.', search: search as never, replace });
    },
    [navigate],
  );
  return [said, say];
}
