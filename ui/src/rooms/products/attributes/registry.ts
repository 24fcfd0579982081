// The registry of attributes: fetched whole once, read by every screen that shows or edits values.
import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { useEnvironment } from '@/app/session';
import { api, inEnvironment, told, type Words } from '@/shared/api';

export type Attribute = Words['AttributeOut'];
export type Kind = Attribute['type'];
export const KINDS: Kind[] = ['text', 'integer', 'decimal', 'boolean', 'date', 'datetime'];

export type Localised = Record<string, string>;

async function wholeRegistry(environment: string): Promise<Attribute[]> {
  const found: Attribute[] = [];
  let after: string | undefined;
  do {
    const page = await told(
      api.GET('/commerce/attributes', {
        params: { query: { limit: 100, after } },
        headers: inEnvironment(environment),
      }),
    );
    found.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return found;
}

export function useRegistry() {
  const environment = useEnvironment();
  return useQuery({
    queryKey: ['products', environment, 'attributes'],
    queryFn: () => wholeRegistry(environment),
    staleTime: 60_000,
  });
}

/** In the chosen language, else in English, else in any; undefined when nothing is said. */
export function wordsIn(
  said: Localised | undefined,
  language = i18next.language ?? 'en',
): string | undefined {
  if (!said) return undefined;
  return said[language] ?? said[language.slice(0, 2)] ?? said.en ?? Object.values(said)[0];
}

export function labelOf(attribute: Attribute): string {
  return wordsIn(attribute.label) ?? attribute.key;
}
