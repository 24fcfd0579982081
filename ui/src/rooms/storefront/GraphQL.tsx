// The public API to try: examples that work here, the schema beside, and what came back.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useEnvironment, useMe } from '@/app/session';
import { Loading, ProblemNotice } from '@/shared/states';
import type { Seen } from './asking';
import { Desk } from './graphql/Desk';
import { examplesOf } from './graphql/examples';
import { factsQuery, schemaQuery } from './graphql/facts';
import './graphql/graphql.css';

export function Page() {
  const environment = useEnvironment();
  const { tenant } = useMe();
  const seen = useMemo<Seen>(() => ({ environment, tenant, anonymous: false }), [environment, tenant]);
  const schema = useQuery(schemaQuery(seen));
  const facts = useQuery(factsQuery(seen));
  const examples = useMemo(() => (facts.data ? examplesOf(facts.data) : []), [facts.data]);
  if (schema.error) return <ProblemNotice wrong={schema.error} retry={() => void schema.refetch()} />;
  if (!schema.data || facts.isPending) return <Loading rows={8} />;
  return <Desk key={environment} seen={seen} schema={schema.data} examples={examples} />;
}
