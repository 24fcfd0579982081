import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { type Entry, homeQuery } from './asking';
import { slotsOf } from './said';

/** "Tess moved Laptops under Hardware". */
export function Sentence({ entry }: { entry: Entry }) {
  return <span title={entry.subject}>{useSentence(entry)}</span>;
}

export function useSentence(entry: Entry): string {
  const { t, i18n } = useTranslation('audit');
  const home = useQuery(homeQuery(entry, useEnvironment()));
  const slots = slotsOf(entry, home.data?.path);
  const words = `said.${entry.action}`;
  const isKnown = i18n.exists(words, { ns: 'audit', ...slots });
  return isKnown ? t(words, slots) : t('said.other', slots);
}
