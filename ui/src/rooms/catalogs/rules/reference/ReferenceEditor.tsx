// Which condition of the rule repository, and of which branch: what it says stands below, to be read only.
import { Link, useParams } from '@tanstack/react-router';
import { Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { RevisionSelect } from '@/rooms/repository/RevisionSelect';
import { useDebounced } from '@/shared/debounced';
import { ProblemNotice } from '@/shared/states';
import type { ReferenceSource, Source } from '../rule';
import { usePredicates, useReferred } from './asking';
import { isWhole, named, refOf } from './refs';

const ASKING_WAITS = 150;

interface Props {
  source: ReferenceSource;
  mayEdit: boolean;
  change: (source: Source) => void;
}

export function ReferenceEditor({ source, mayEdit, change }: Props) {
  const { t } = useTranslation('shelfRules');
  const { file, at } = named(source.ref);
  const files = usePredicates(mayEdit ? at : '').data ?? [];
  const [settled] = useDebounced(source.ref, ASKING_WAITS);
  const asked = useReferred(mayEdit ? settled : '');
  const found = settled === source.ref && !asked.isPlaceholderData ? asked.data : undefined;
  const expression = found?.expression ?? source.expression;

  // What was read is kept with the rule, so that it is shown when the card is closed.
  useEffect(() => {
    if (found && found.expression !== source.expression) change({ ...source, expression: found.expression });
  }, [found, source, change]);

  function choose(next: Partial<{ file: string; at: string }>) {
    change({ kind: 'reference', ref: refOf({ file, at, ...next }) });
  }

  return (
    <div className="rule-reference">
      <div className="rule-reference-names">
        <Select
          size="small"
          aria-label={t('reference.file')}
          placeholder={t('reference.file')}
          value={file || undefined}
          disabled={!mayEdit}
          showSearch
          style={{ minWidth: 280 }}
          options={files.map((each) => ({ value: each.path, label: each.path }))}
          onChange={(path: string) => choose({ file: path })}
          notFoundContent={t('reference.noFiles', { at })}
        />
        {mayEdit ? (
          <RevisionSelect
            value={at || undefined}
            label={t('reference.at')}
            onChange={(revision) => choose({ at: revision })}
          />
        ) : (
          <span className="mono">@{at}</span>
        )}
        {isWhole(source.ref) && <OpenIt file={file} at={at} />}
      </div>
      {expression && <code className="rule-saying">{expression}</code>}
      <div className="quiet">{t('reference.means')}</div>
      {asked.isError && <ProblemNotice wrong={asked.error} retry={() => void asked.refetch()} />}
    </div>
  );
}

function OpenIt({ file, at }: { file: string; at: string }) {
  const { t } = useTranslation('shelfRules');
  const { environment } = useParams({ strict: false }) as { environment: string };
  return (
    <Link to="/$environment/rules" params={{ environment }} search={{ at, file } as never}>
      {t('reference.open')}
    </Link>
  );
}
