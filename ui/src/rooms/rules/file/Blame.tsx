import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer } from '@/shared/states';
import { colouredLines } from '../code/coloured';
import { CommitLink, subjectOf, Who } from '../past/Who';
import { type Blamed, blameQuery, type RuleFile } from '../queries';
import { agesOf } from './ages';

/** Beside each line who wrote it last, and why; the newer, the stronger the edge. */
export default function Blame({ commit, file, at }: { commit: string; file: RuleFile; at: string }) {
  const { t } = useTranslation('rules');
  const asked = useQuery(blameQuery(commit, file.path));
  return (
    <section className="rr-blame" aria-label={t('blame.label', { file: file.path })}>
      <Answer asked={asked} rows={10}>
        {({ items }) => <Lines items={items} file={file} at={at} />}
      </Answer>
    </section>
  );
}

function Lines({ items, file, at }: { items: Blamed[]; file: RuleFile; at: string }) {
  const { t } = useTranslation('rules');
  const lines = useMemo(
    () => colouredLines(file.content ?? '', file.path.endsWith('.json')),
    [file.content, file.path],
  );
  const ages = useMemo(() => agesOf(items.map((each) => each.commit.at)), [items]);
  return (
    <>
      {items.some((each) => each.isOlder) && <p className="quiet">{t('blame.isCut')}</p>}
      {items.map((each, position) => (
        <div key={each.first} className="rr-block" style={{ '--age': ages[position] } as React.CSSProperties}>
          <div className="rr-blamed">
            <span className="rr-cut" title={each.commit.message.trim()}>
              {subjectOf(each.commit.message)}
            </span>
            <span className="quiet rr-cut">
              {each.isOlder && t('blame.orOlder')} <CommitLink id={each.commit.id} at={at} />{' '}
              <Who commit={each.commit} />
            </span>
          </div>
          <pre style={{ counterReset: `line ${each.first - 1}` }}>
            {lines.slice(each.first - 1, each.first - 1 + each.count).map((line, offset) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
              <code key={offset}>{line}</code>
            ))}
          </pre>
        </div>
      ))}
    </>
  );
}
