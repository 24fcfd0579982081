// The catalogs of an environment, as many as there are: they are few, and every list of ours wants all of them.
import { useQuery } from '@tanstack/react-query';
import { api, inEnvironment, told, type Words } from '@/shared/api';

export type Catalog = Words['catalog_admin__catalogs__schemas__trees__CatalogOut'];

export async function allCatalogs(environment: string, deleted = false): Promise<Catalog[]> {
  const found: Catalog[] = [];
  let after: string | undefined;
  do {
    const query = { limit: 100, after, deleted };
    const page = await told(
      api.GET('/commerce/catalogs', { params: { query }, headers: inEnvironment(environment) }),
    );
    found.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return found;
}

export function useCatalogs(environment: string) {
  return useQuery({
    queryKey: ['catalogs', environment, 'all'],
    queryFn: () => allCatalogs(environment),
  });
}

/** In the language, in its plain form (en for en-US), in any; else the key. */
export function nameOf({ name, key }: Pick<Catalog, 'name' | 'key'>, locale: string): string {
  return name[locale] || name[locale.split('-')[0]!] || Object.values(name).find(Boolean) || key;
}
