// The node and its tab stand in the address, so that a link opens what was seen.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';

export const TABS = ['details', 'plans', 'rule', 'access', 'history'] as const;
export type Tab = (typeof TABS)[number];

export function useTab(): [Tab, (tab: Tab) => void] {
  const { tab } = useSearch({ strict: false }) as { tab?: string };
  const navigate = useNavigate();
  const open = useMemo(
    () => (next: Tab) => void navigate({ to: '.', search: (was) => ({ ...was, tab: next }), replace: true }),
    [navigate],
  );
  return [TABS.find((each) => each === tab) ?? 'details', open];
}

/** Shows another node of the same catalog in this panel. */
export function useOpenNode() {
  const navigate = useNavigate();
  return useMemo(
    () => (node: string) => void navigate({ to: '.', search: (was) => ({ ...was, node }) }),
    [navigate],
  );
}
