import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/rooms/repository/code/schemas';
import { valuesAt } from '@/rooms/repository/code/schemas';
import { ChoiceField, type Place, SwitchField, TextField, WholeField, WordsField } from './fields';

/** What every artefact says of itself. */
export function About(place: Place) {
  const { t } = useTranslation('ruleEditors');
  return (
    <>
      <TextField {...place} name="name" label={t('about.name')} />
      <TextField {...place} name="description" label={t('about.description')} isLong />
      <WordsField {...place} name="owners" label={t('about.owners')} hint="team:pricing" />
      <WordsField {...place} name="tags" label={t('about.tags')} />
      <TextField {...place} name="effectiveFrom" label={t('about.from')} isMono hint="2027-01-31" />
      <TextField {...place} name="effectiveTo" label={t('about.to')} isMono hint="2027-12-31" />
    </>
  );
}

/** When it is asked, and what comes after it. */
export function Order({ schemas, ...place }: Place & { schemas: Schemas }) {
  const { t } = useTranslation('ruleEditors');
  const scopes = valuesAt(schemas, 'rule.json', place.value, ['scope']).map(
    (each) => JSON.parse(each) as string,
  );
  return (
    <>
      <ChoiceField
        {...place}
        name="scope"
        label={t('rule.scope')}
        options={scopes.map((value) => ({ value, label: t(`scope.${value}`, { defaultValue: value }) }))}
      />
      <WholeField {...place} name="priority" label={t('rule.priority')} />
      <SwitchField {...place} name="stopOnFire" label={t('rule.stopOnFire')} />
    </>
  );
}
