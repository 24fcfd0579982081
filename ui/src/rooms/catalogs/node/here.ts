// The node that all parts of the panel speak of.
import { createContext, useContext } from 'react';
import type { Words } from '@/shared/api';
import type { Node } from './form';

export type Catalog = Words['CatalogPage']['items'][number];

export interface Here {
  environment: string;
  catalogKey: string;
  /** Null for who does not see the catalog's own words. */
  catalog: Catalog | null;
  node: Node;
  title: string;
  /** The language in which content is shown and written. */
  locale: string;
  locales: readonly string[];
  mayEdit: boolean;
  /** From the root down to the parent, as far as this role reaches. */
  above: readonly Node[];
  nameOf: (node: Node) => string;
}

export const HereContext = createContext<Here | null>(null);

export function useHere(): Here {
  const here = useContext(HereContext);
  if (here === null) throw new Error('this stands outside the node panel');
  return here;
}
