// The node that all parts of the panel speak of.
import { createContext, useContext } from 'react';
import type { Catalog } from '../catalogs';
import type { Node } from './form';

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
  nameOf: (node: Node) => string;
}

export const HereContext = createContext<Here | null>(null);

export function useHere(): Here {
  const here = useContext(HereContext);
  if (here === null) throw new Error('this stands outside the node panel');
  return here;
}
