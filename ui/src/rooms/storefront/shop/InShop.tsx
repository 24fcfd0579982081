// What every part of the shop knows: where it is, what it looks at, and the way to another of its pages.
import { Link } from '@tanstack/react-router';
import { createContext, type ReactNode, useContext } from 'react';
import { useEnvironment } from '@/app/session';
import { type Address, pageOf, writeAddress } from './address';
import type { Looking } from './queries';

export interface ShopWindow {
  address: Address & { catalog: string };
  looking: Looking;
  go: (address: Address, replace?: boolean) => void;
}

export const InShop = createContext<ShopWindow | null>(null);

export function useShop(): ShopWindow {
  const shop = useContext(InShop);
  if (shop === null) throw new Error('this stands in no shop');
  return shop;
}

interface LinkProps {
  page: Partial<Address>;
  className?: string;
  current?: boolean;
  children: ReactNode;
}

export function ShopLink({ page, className, current, children }: LinkProps) {
  const environment = useEnvironment();
  const { address } = useShop();
  return (
    <Link
      to="/$environment/play/shop"
      params={{ environment }}
      search={writeAddress(pageOf(address, page)) as Record<string, string>}
      className={className}
      aria-current={current ? 'page' : undefined}
      activeProps={{ 'aria-current': current ? 'page' : undefined }}
    >
      {children}
    </Link>
  );
}
