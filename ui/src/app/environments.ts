import { api, told } from '@/shared/api';

export const environmentsQuery = {
  queryKey: ['environments'],
  queryFn: () => told(api.GET('/environments')),
  staleTime: 60_000,
};
