import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, inEnvironment, told, type Words } from '@/shared/api';
import { shortDigest } from '@/shared/format';
import type { Entry } from './commands';

type Found = Words['FoundOut'];
type Kind = Words['FoundKind']['kind'];

const OF_EACH_KIND = 6;

/** What the service finds for the words typed: catalogs, nodes, products, rate plans, versions, tags. */
export function useFound(environment: string, query: string): { entries: Entry[]; isAsking: boolean } {
  const { t, i18n } = useTranslation('app');
  const open = useOpening(environment);
  const asked = useQuery({
    queryKey: ['search', environment, query, i18n.language],
    queryFn: ({ signal }) =>
      told(
        api.GET('/search', {
          params: { query: { q: query, locale: i18n.language, limit: OF_EACH_KIND } },
          headers: inEnvironment(environment),
          signal,
        }),
      ),
    enabled: query !== '',
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const kinds = query === '' ? [] : (asked.data?.kinds ?? []);
  const entries = kinds.flatMap(({ kind, items }) =>
    items.map((found) => ({
      id: `${kind}:${found.catalog ?? ''}:${found.id}`,
      group: t(`palette.kind.${kind}`),
      title: kind === 'version' ? shortDigest(found.title) : found.title,
      context: found.context,
      run: () => open(kind, found),
    })),
  );
  return { entries, isAsking: asked.isFetching };
}

/** Goes to the page of what was found. */
function useOpening(environment: string) {
  const go = useNavigate();
  return (kind: Kind, found: Found) => {
    const catalog = found.catalog ?? found.id;
    switch (kind) {
      case 'catalog':
        return go({ to: '/$environment/catalogs/$catalog', params: { environment, catalog } });
      case 'node':
        return go({
          to: '/$environment/catalogs/$catalog',
          params: { environment, catalog },
          search: { node: found.id },
        });
      case 'product':
        return go({ to: '/$environment/products', params: { environment }, search: { key: found.id } });
      case 'rate-plan':
        return go({
          to: '/$environment/products/rate-plans',
          params: { environment },
          search: { key: found.id },
        });
      default:
        return go({ to: '/$environment/publish/$catalog/versions', params: { environment, catalog } });
    }
  };
}
