// Saving the rules of a node: with a way back, and with the other author's changes shown where there were two.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { Problem } from '@/shared/api';
import { useConflict } from '@/shared/conflict';
import { useToasts } from '@/shared/toasts';
import { forget } from '../node/queries';
import { parse, readRuleset, rulesetKey, type Said, type Standing, writeRuleset } from './asking';
import {
  type Draft,
  draftOf,
  keyOfPart,
  MASKS,
  mergedParts,
  type Parts,
  partsOf,
  type RuleIn,
  toldDraft,
} from './rule';

interface Wish {
  node: string;
  path: string;
  from: Standing;
  draft: Draft;
  done: (after: Standing, isMerged: boolean) => void;
}

const draftIn = (standing: Standing) => draftOf(standing?.body.rules ?? [], standing?.body.masks ?? []);

export function useSaving({ node, path, from, draft, done }: Wish) {
  const { t } = useTranslation('shelfRules');
  const environment = useEnvironment();
  const client = useQueryClient();
  const toasts = useToasts();
  const conflict = useConflict();
  const [isBusy, setBusy] = useState(false);

  /** Over the state that stands there; taking it back leaves that state, another author's rules included. */
  async function write(said: Said, over: Standing, isMerged: boolean): Promise<void> {
    const before = toldDraft(draftIn(over));
    const after = await writeRuleset(environment, node, said, over?.etag);
    settle(after);
    done(after, isMerged);
    toasts.done(after ? t('saved', { version: after.body.version }) : t('savedStatic'), async () =>
      settle(await writeRuleset(environment, node, before, after?.etag)),
    );
  }

  function settle(standing: Standing) {
    client.setQueryData(rulesetKey(environment, node), standing);
    forget(client, environment);
  }

  /** Rule by rule: what only one of us changed stays; what both changed is asked. */
  async function settleWithTheOther(): Promise<void> {
    const other = await readRuleset(environment, node);
    const [base, theirs] = [draftIn(from), draftIn(other)].map(partsOf) as [Parts, Parts];
    const mine = partsOf(await worded(environment, draft));
    const chosen = await conflict.resolve<Parts>({
      title: t('conflict.title', { path: path || t('root') }),
      base,
      mine,
      theirs,
      fields: [...new Set([base, mine, theirs].flatMap((parts) => Object.keys(parts)))].map((part) => ({
        key: part,
        label: part === MASKS ? t('conflict.masks') : t('conflict.rule', { key: keyOfPart(part) }),
        show: (value: never) => <Part said={value} />,
      })),
    });
    if (chosen !== null) await write(mergedParts(theirs, chosen), other, true);
  }

  async function save(): Promise<void> {
    setBusy(true);
    try {
      await write(toldDraft(draft), from, false);
    } catch (wrong) {
      const isOvertaken = wrong instanceof Problem && (wrong.isStale || wrong.status === 428);
      try {
        if (!isOvertaken) throw wrong;
        await settleWithTheOther();
      } catch (stillWrong) {
        toasts.refused(stillWrong, t('notSaved'));
      }
    } finally {
      setBusy(false);
    }
  }

  return { isBusy, save };
}

/** Both authors' rules in one notation: logic from the builder is put into words by the service. */
async function worded(environment: string, draft: Draft): Promise<Draft> {
  const rules = draft.rules.map(async (rule) => {
    const { source } = rule;
    if (source.kind !== 'logic' || source.expression !== undefined) return rule;
    const parsed = await parse(environment, { when: source.when as never });
    return { ...rule, source: { ...source, expression: parsed.expression ?? undefined } };
  });
  return { ...draft, rules: await Promise.all(rules) };
}

function Part({ said }: { said: RuleIn | string[] | undefined }) {
  const { t } = useTranslation('shelfRules');
  if (said === undefined) return <em>{t('conflict.gone')}</em>;
  if (Array.isArray(said)) return <span className="mono">{said.join(', ') || t('conflict.noMasks')}</span>;
  return <Condition rule={said} />;
}

function Condition({ rule }: { rule: RuleIn }) {
  const { t } = useTranslation('shelfRules');
  const condition = rule.ref ?? rule.expression ?? JSON.stringify(rule.when);
  return (
    <span className="mono">
      {t(`effect.${rule.effect ?? 'include'}`)}: {condition}
    </span>
  );
}
