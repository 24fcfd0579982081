import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tagged } from '@/shared/api';
import { useConflict } from '@/shared/conflict';
import { saved } from '@/shared/saving';
import { putDemands } from '../changing';
import { type Demands, demandsQuery, readDemands } from '../queries';

const ASKINGS = ['casesPass', 'referencesHold'] as const;
export const SHARES = ['rulePercent', 'rowPercent', 'conditionPercent'] as const;

/** What a branch demands, changed by somebody who has seen `demands`: who changed it meanwhile is not overruled unasked. */
export function useDemanding(branch: string, demands: Tagged<Demands>) {
  const client = useQueryClient();
  const settle = useSettling(branch);
  // What is read anew while somebody decides is not what they decide on.
  const [seen] = useState(demands);
  const keep = (now: Tagged<Demands>) => {
    client.setQueryData(demandsQuery(branch).queryKey, now);
    return now;
  };
  const read = async () => keep(await readDemands(branch));
  const write = async (said: Demands, etag: string) => keep(await putDemands(branch, said, etag));
  return {
    seen: seen.body,
    /** Null when the person gave up; otherwise how to take it back. */
    put: async (mine: Demands) => {
      const now = await saved({ seen, mine, read, write, settle });
      return now && (() => write(seen.body, now.etag));
    },
  };
}

function useSettling(branch: string) {
  const { t } = useTranslation('rules');
  const conflict = useConflict();
  const shares = SHARES.map((key) => ({
    key,
    label: t(`demands.${key}`),
    show: (each: number) => `${each} %`,
  }));
  const askings = ASKINGS.map((key) => ({
    key,
    label: t(`demands.${key}`),
    show: (each: boolean) => t(each ? 'demands.isAsked' : 'demands.isNotAsked'),
  }));
  return (base: Demands, mine: Demands, theirs: Demands) =>
    conflict.resolve({
      title: t('demands.title', { branch }),
      base,
      mine,
      theirs,
      fields: [...askings, ...shares],
    });
}
