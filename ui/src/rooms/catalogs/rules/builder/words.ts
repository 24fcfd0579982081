// How subjects, operators and values of conditions are called in the language of the console.
import { useTranslation } from 'react-i18next';
import { day, instant, number } from '@/shared/format';
import type { Language } from '../asking';
import type { Operator } from './conditions';
import type { Subject } from './fields';
import { isSame, type Json } from './logic';
import { NOW, shownValue, TODAY, textIn } from './values';

export function useSubjectWords(language: Language) {
  const { t } = useTranslation('shelfRules');
  return (subject: Subject) => {
    const label = language.labelOf(subject.attribute.name);
    return subject.counted === null
      ? label
      : t(`counted.${subject.counted.replace('date.', '')}`, { attribute: label });
  };
}

/** Dates come before and after, numbers are smaller and greater: one operator, several words. */
export function useOperatorWords() {
  const { t } = useTranslation('shelfRules');
  return (subject: Subject, operator: Operator) =>
    t([`operator.${operator}_${subject.family}`, `operator.${operator}`]);
}

export function useValueWords() {
  const { t } = useTranslation('shelfRules');
  function one(value: Json): string {
    if (typeof value === 'string') return `“${value}”`;
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (typeof value === 'number') return number(value, { useGrouping: false });
    if (isSame(value, TODAY)) return t('today');
    if (isSame(value, NOW)) return t('now');
    const date = textIn('date', value);
    if (date !== null) return day(`${date}T12:00:00`);
    const moment = textIn('datetime', value);
    return moment === null ? shownValue(value) : instant(moment);
  }
  return (value: Json) => (Array.isArray(value) ? value.map(one).join(', ') : one(value));
}
