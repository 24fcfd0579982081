// A static node: one sentence, and three rules to begin with that this tenant's own rate plans answer.
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Nothing } from '@/shared/states';
import { type Language, useValues } from './asking';
import type { Effect, Source } from './rule';
import { startersOf } from './starterRules';

interface Props {
  language: Language;
  mayEdit: boolean;
  /** The rules were just taken away: beginning anew is not what somebody wants to hear. */
  hasLeft: boolean;
  start: (effect: Effect, source: Source, key: string) => void;
}

export function Starters({ language, mayEdit, hasLeft, start }: Props) {
  const { t } = useTranslation('shelfRules');
  const { kind, tags } = { kind: chosenBy(language), tags: 'tags' };
  const values = useValues(kind ?? '', '', mayEdit && kind !== null);
  const tagged = useValues(tags, '', mayEdit);
  if (hasLeft) return <Nothing>{t('becomesStatic')}</Nothing>;
  if (!mayEdit) return <Nothing>{t('static')}</Nothing>;
  const starters = startersOf(
    language.attributes,
    kind,
    values.data?.items.map((each) => String(each.value)) ?? [],
    tagged.data?.items.map((each) => String(each.value)) ?? [],
  );
  return (
    <div className="rules-starters">
      <Nothing>{t('static')}</Nothing>
      {starters.length > 0 && <div className="quiet">{t('starters.title')}</div>}
      <div className="rules-starter-list">
        {starters.map(({ name, effect, key, when, attribute, value }) => (
          <Button key={name} onClick={() => start(effect, { kind: 'logic', when }, key)}>
            {t(`starters.${name}`, { attribute: language.labelOf(attribute), value })}
          </Button>
        ))}
      </div>
    </div>
  );
}

/** An attribute that sorts rate plans into a few kinds: first one with declared values, that the tenant declared. */
function chosenBy({ attributes }: Language): string | null {
  const found = attributes.filter((each) => each.type === 'text' && !each.many && each.allowed);
  return (found.find((each) => !/(^|\.)status$/.test(each.name)) ?? found[0])?.name ?? null;
}
