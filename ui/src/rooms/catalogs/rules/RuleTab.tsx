// The rules of a node: which rate plans they let in, which they keep out, and what a change would do to whom.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { api, inEnvironment, Problem, type Tagged, toldWithTag, type Words } from '@/shared/api';
import { Answer, Nothing } from '@/shared/states';

type Ruleset = Words['RulesetOut'];

/** A static node has no rules: null, which is an answer and no error. */
async function rulesetOf(environment: string, node: string): Promise<Tagged<Ruleset> | null> {
  try {
    return await toldWithTag(
      api.GET('/commerce/nodes/{id}/rule', {
        params: { path: { id: node } },
        headers: inEnvironment(environment),
      }),
    );
  } catch (wrong) {
    if (wrong instanceof Problem && wrong.code === 'catalogs.ruleset_not_found') return null;
    throw wrong;
  }
}

export function RuleTab({ node }: { catalog: string; node: string }) {
  const { t } = useTranslation('rules');
  const environment = useEnvironment();
  const asked = useQuery({
    queryKey: ['catalogs', environment, 'ruleset', node],
    queryFn: () => rulesetOf(environment, node),
  });
  return (
    <Answer asked={asked}>
      {(found) =>
        found === null ? (
          <Nothing>{t('static')}</Nothing>
        ) : (
          found.body.rules.map((rule) => (
            <div key={rule.key} className="mono">
              {rule.key}: {rule.expression}
            </div>
          ))
        )
      }
    </Answer>
  );
}
