// Where one stands in the repository, as the address says it; links to it can be sent to others.
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useEnvironment } from '@/app/session';
import { type Said, useAddress } from '@/shared/address';

export const VIEWS = {
  files: '',
  tests: '/tests',
  history: '/history',
  compare: '/compare',
  branches: '/branches',
} as const;
export type View = keyof typeof VIEWS;

export function useGo() {
  const environment = useEnvironment();
  const navigate = useNavigate();
  return useCallback(
    (view: string, search: Said) => {
      const to = `/$environment/rules${view}` as '/$environment/rules';
      void navigate({ to, params: { environment }, search: search as never });
    },
    [environment, navigate],
  );
}

/** The revision that is looked at, `main` unless the address says another one. */
export function useAt(): string {
  const [{ at }] = useAddress();
  return at ?? 'main';
}
