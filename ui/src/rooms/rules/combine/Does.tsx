import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Answer, Nothing } from '@/shared/states';
import type { Way } from '../changing';
import { subjectOf } from '../past/Who';
import { type Commit, differenceQuery, meaningQuery } from '../queries';
import { Gains } from './Gains';

interface Props {
  way: Exclude<Way, 'merge'>;
  names: { source: string; branch: string };
  commit: Commit;
}

/** Before it is done: what the one commit did, and would do again or undo. */
export function Does({ way, names, commit }: Props) {
  const { t } = useTranslation('rules');
  const [parent] = commit.parents;
  if (parent === undefined) return null;
  const [from, to] = way === 'revert' ? [commit.id, parent] : [parent, commit.id];
  const heading = t(`combine.${way}.does`, { ...names, subject: subjectOf(commit.message) });
  return <Told from={from} to={to} heading={heading} />;
}

interface ToldProps {
  from: string;
  to: string;
  heading: string;
}

function Told({ from, to, heading }: ToldProps) {
  const { t } = useTranslation('rules');
  const asked = useInfiniteQuery(differenceQuery(from, to));
  const meant = useInfiniteQuery(meaningQuery(from, to));
  const meaning = meant.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="card" aria-label={heading}>
      <Answer asked={asked} rows={4}>
        {({ pages }) => {
          const files = pages.flatMap((page) => page.items);
          if (files.length === 0) return <Nothing>{t('compare.same')}</Nothing>;
          return <Gains heading={heading} files={files} meaning={meaning} compared={{ from, to }} />;
        }}
      </Answer>
    </section>
  );
}
