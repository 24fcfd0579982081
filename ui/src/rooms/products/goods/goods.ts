// Products and rate plans as the service tells them, page after page.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, inEnvironment, told, toldWithTag, type Words } from '@/shared/api';

export type Product = Words['ProductOut'];
export type Plan = Words['catalog_admin__products__schemas__RatePlanOut'];
export type Charge = Words['Charge'];
export type Status = Product['status'];
export const STATUSES: Status[] = ['draft', 'active', 'retired'];

export interface Wanted {
  search?: string;
  status?: Status;
  tag?: string;
  product?: string;
  deleted?: boolean;
}

const PAGE = 100;

export function useProducts(environment: string, wanted: Wanted) {
  const { search, status, tag, deleted } = wanted;
  return useInfiniteQuery({
    queryKey: ['products', environment, 'products', { search, status, tag, deleted }],
    queryFn: ({ pageParam: after, signal }) =>
      told(
        api.GET('/commerce/products', {
          params: { query: { limit: PAGE, after, search, status, tag, deleted } },
          headers: inEnvironment(environment),
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function usePlans(environment: string, wanted: Wanted, enabled = true) {
  return useInfiniteQuery({
    queryKey: ['products', environment, 'plans', wanted],
    queryFn: ({ pageParam: after, signal }) =>
      told(
        api.GET('/commerce/product-rate-plans', {
          params: { query: { limit: PAGE, after, ...wanted } },
          headers: inEnvironment(environment),
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled,
  });
}

export function readProduct(environment: string, key: string) {
  return toldWithTag(
    api.GET('/commerce/products/{key}', {
      params: { path: { key } },
      headers: inEnvironment(environment),
    }),
  );
}

export function readPlan(environment: string, key: string) {
  return toldWithTag(
    api.GET('/commerce/product-rate-plans/{key}', {
      params: { path: { key } },
      headers: inEnvironment(environment),
    }),
  );
}

export function useProduct(environment: string, key: string | undefined, enabled = true) {
  return useQuery({
    queryKey: ['products', environment, 'product', key],
    queryFn: () => readProduct(environment, key!),
    enabled: enabled && key !== undefined,
  });
}

export function usePlan(environment: string, key: string | undefined, enabled = true) {
  return useQuery({
    queryKey: ['products', environment, 'plan', key],
    queryFn: () => readPlan(environment, key!),
    enabled: enabled && key !== undefined,
  });
}
