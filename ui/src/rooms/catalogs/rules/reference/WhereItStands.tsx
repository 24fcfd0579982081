// Whether a rule says its condition itself, or takes it from the rule repository.
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { emptyQuery } from '../builder/query';
import type { Source } from '../rule';

interface Props {
  source: Source;
  mayEdit: boolean;
  change: (source: Source) => void;
}

const FIRST = { kind: 'reference', ref: '@main' } as const;

export function WhereItStands({ source, mayEdit, change }: Props) {
  const { t } = useTranslation('shelfRules');
  const here = source.kind === 'reference' ? 'repository' : 'here';
  return (
    <Segmented<'here' | 'repository'>
      size="small"
      aria-label={t('reference.where')}
      value={here}
      disabled={!mayEdit}
      onChange={(next) => next !== here && change(next === 'repository' ? FIRST : said(source))}
      options={[
        { value: 'here', label: t('reference.here') },
        { value: 'repository', label: t('reference.repository') },
      ]}
    />
  );
}

/** Taken over as it was read: then it is this node's own, and nobody changes it elsewhere. */
function said(source: Source): Source {
  if (source.kind === 'reference' && source.expression)
    return { kind: 'text', expression: source.expression };
  return { kind: 'unfinished', query: emptyQuery() };
}
