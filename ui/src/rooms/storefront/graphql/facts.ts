// Looks around in the environment, for examples that answer something.
import { queryOptions } from '@tanstack/react-query';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { ask, type Seen } from '../asking';
import { kindsIn, type Values } from '../shop/facets';
import type { Facts } from './examples';

export const schemaQuery = (seen: Seen) =>
  queryOptions({
    queryKey: ['storefront', seen.environment, 'schema', seen.anonymous],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) =>
      buildClientSchema(await ask<IntrospectionQuery>(seen, getIntrospectionQuery(), {}, signal)),
  });

const LOOK = `query Look {
  catalogs {
    key
    version { digest publishedAt }
    root {
      ratePlanCount
      children(first: 20) { edges { node { path ratePlanCount } } }
      ratePlans(scope: SUBTREE, first: 8) { edges { node { sku name attributes } } }
    }
  }
}`;

interface Look {
  catalogs: {
    key: string;
    version: { digest: string; publishedAt: string };
    root: {
      ratePlanCount: number;
      children: { edges: { node: { path: string; ratePlanCount: number } }[] };
      ratePlans: { edges: { node: { sku: string | null; name: string; attributes: Values } }[] };
    } | null;
  }[];
}

export const factsQuery = (seen: Seen) =>
  queryOptions({
    queryKey: ['storefront', seen.environment, 'facts', seen.anonymous],
    queryFn: async ({ signal }): Promise<Facts | null> => {
      const { catalogs } = await ask<Look>(seen, LOOK, {}, signal);
      const fullest = catalogs.toSorted(
        (a, b) => (b.root?.ratePlanCount ?? 0) - (a.root?.ratePlanCount ?? 0),
      )[0];
      return fullest ? await factsOf(seen, fullest, catalogs.length, signal) : null;
    },
  });

async function factsOf(
  seen: Seen,
  { key, version, root }: Look['catalogs'][number],
  catalogs: number,
  signal: AbortSignal,
): Promise<Facts> {
  const plans = root?.ratePlans.edges.map((each) => each.node) ?? [];
  const nodes = root?.children.edges.map((each) => each.node) ?? [];
  const skus = plans.map((each) => each.sku).filter((sku) => sku !== null);
  return {
    catalog: key,
    catalogs,
    path: (nodes.find((each) => each.ratePlanCount > 0) ?? nodes[0])?.path ?? '',
    term: plans[0]?.name.split(' ')[0] ?? key,
    sku: skus.find((sku) => skus.indexOf(sku) === skus.lastIndexOf(sku)) ?? null,
    facets: [...kindsIn(plans.map((each) => each.attributes)).keys()].slice(0, 3),
    digests: await digestsOf(seen, key, version.digest, signal),
    asOf: version.publishedAt,
  };
}

/** By number, as the public API knows versions; numbers that are missing or not for this person end the list. */
async function digestsOf(seen: Seen, catalog: string, live: string, signal: AbortSignal): Promise<string[]> {
  const query = `query Before($catalog: String!, $version: String) {
    catalog(key: $catalog, version: $version) { version { digest number } }
  }`;
  type Told = { catalog: { version: { digest: string; number: number | null } } };
  const read = async (version?: string) =>
    (await ask<Told>(seen, query, { catalog, version }, signal)).catalog.version;
  try {
    const { number } = await read();
    return number !== null && number > 1 ? [live, (await read(String(number - 1))).digest] : [live];
  } catch {
    return [live];
  }
}
