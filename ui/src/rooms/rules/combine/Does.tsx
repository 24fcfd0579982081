import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Answer, Nothing } from '@/shared/states';
import { useAt, useGo } from '../address';
import type { Way } from '../changing';
import { Meaning } from '../compare/Meaning';
import { SortTag } from '../compare/SortTag';
import { subjectOf } from '../past/Who';
import { type Branch, type Commit, differenceQuery, meaningQuery } from '../queries';

interface Props {
  way: Way;
  names: { source: string; branch: string };
  commit: Commit;
  into: Branch;
}

/** Before it is done: what differs, or what the one commit did and would do again or undo. */
export function Does({ way, names, commit, into }: Props) {
  const { t } = useTranslation('rules');
  const [parent] = commit.parents;
  if (way === 'merge')
    return (
      <Told
        from={into.head}
        to={commit.id}
        heading={t('combine.merge.differ', names)}
        hint={t('combine.merge.differHint', names)}
      />
    );
  if (parent === undefined) return null;
  const [from, to] = way === 'revert' ? [commit.id, parent] : [parent, commit.id];
  const heading = t(`combine.${way}.does`, { ...names, subject: subjectOf(commit.message) });
  return <Told from={from} to={to} heading={heading} />;
}

interface ToldProps {
  from: string;
  to: string;
  heading: string;
  hint?: string;
}

function Told({ from, to, heading, hint }: ToldProps) {
  const { t } = useTranslation('rules');
  const at = useAt();
  const go = useGo();
  const files = useInfiniteQuery(differenceQuery(from, to));
  const meaning = useInfiniteQuery(meaningQuery(from, to));
  const sentences = meaning.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="card" aria-label={heading}>
      <Answer asked={files} rows={4}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <Nothing>{t('compare.same')}</Nothing>;
          return (
            <div className="rr-stack">
              <div className="bar">
                <h2>{heading}</h2>
                <Button size="small" onClick={() => go('/compare', { at, from, to })}>
                  {t('combine.sideBySide')}
                </Button>
              </div>
              {hint && <p className="quiet">{hint}</p>}
              <ul className="rr-files">
                {items.map((each) => (
                  <li key={each.path}>
                    <SortTag before={each.before} after={each.after} />
                    <span className="mono rr-cut">{each.path}</span>
                  </li>
                ))}
              </ul>
              {sentences.length > 0 && <Meaning changes={sentences} />}
            </div>
          );
        }}
      </Answer>
    </section>
  );
}
