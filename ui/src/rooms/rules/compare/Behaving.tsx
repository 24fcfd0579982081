import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';
import { Loading, ProblemNotice } from '@/shared/states';
import { type Behaviour, behaviourQuery } from '../queries';
import { shownValue } from '../tests/values';
import { useEveryPage } from '../useEveryPage';
import { answersOf } from './answers';
import { decidesIn, isOfRules, isToldAt } from './deciding';

const MOST_PAGES = 5;
const FEW = 3;

interface Props {
  from: string;
  to: string;
  path: string;
  /** All files that differ: what none of them is named after is told with those of its kind. */
  files: readonly string[];
  fromName: string;
  toName: string;
  sinceBase: boolean;
}

/** What a file decides otherwise: inputs that show it, or among how many there was none. */
export function Behaving({ from, to, path, files, fromName, toName, sinceBase }: Props) {
  const { t } = useTranslation('rules');
  const asked = useInfiniteQuery(behaviourQuery(from, to, sinceBase));
  useEveryPage(asked, MOST_PAGES);
  if (asked.isPending) return <Loading rows={1} />;
  if (asked.error) return <ProblemNotice wrong={asked.error} retry={() => void asked.refetch()} />;
  // Of what may lie in any file, that it is new is said of too much to be worth saying.
  const isWorthIt = (each: Behaviour) => decidesIn(path, each) || (each.isBefore && each.isAfter);
  const things = asked.data.pages
    .flatMap((page) => page.items)
    .filter((each) => isToldAt(path, each, files) && isWorthIt(each));
  const instant = asked.data.pages[0]!.instant;
  return things.map((each) => (
    <section key={`${each.kind} ${each.id}`} className="rr-behaviour" aria-label={t('behaviour.title')}>
      <div className="rr-about">
        <strong>{t('behaviour.title')}</strong>
        <span className="mono">{each.id}</span>
        <span>{sentenceOf(each)}</span>
      </div>
      {each.unknown.length > 0 && <Unknown parts={each.unknown} />}
      {each.flips.length > 0 && <Flips thing={each} asked={instant} fromName={fromName} toName={toName} />}
    </section>
  ));

  function sentenceOf({ kind, isBefore, isAfter, cases, flips, exhaustive }: Behaviour): string {
    if (!isBefore) return t('behaviour.isNew');
    if (!isAfter) return t('behaviour.isGone');
    if (cases === null) return t(isOfRules(kind) ? 'behaviour.untriable' : 'behaviour.unconditional');
    if (flips.length > 0) return t('behaviour.found', { count: flips.length, cases: number(cases) });
    return t(exhaustive ? 'behaviour.noneOfAll' : 'behaviour.none', { count: cases, cases: number(cases) });
  }
}

/** Where it may differ beside what was tried. */
function Unknown({ parts }: { parts: string[] }) {
  const { t } = useTranslation('rules');
  return (
    <div className="rr-about rr-unknown">
      <span>{t('behaviour.unknown')}</span>
      {parts.map((each) => (
        <code key={each} className="mono">
          {each}
        </code>
      ))}
    </div>
  );
}

interface FlipsProps {
  thing: Behaviour;
  /** When it was asked for: of another instant it is told with the input. */
  asked: string;
  fromName: string;
  toName: string;
}

/** The first few; one of each sort of difference is there to be looked at. */
function Flips({ thing, asked, fromName, toName }: FlipsProps) {
  const { t } = useTranslation('rules');
  const [isAll, setAll] = useState(false);
  const { flips, kind } = thing;
  return (
    <div className="rr-wide">
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t('behaviour.input')}</th>
            <th>{fromName}</th>
            <th>{toName}</th>
          </tr>
        </thead>
        <tbody>
          {flips.slice(0, isAll ? undefined : FEW).map((each) => (
            <tr key={JSON.stringify([each.context, each.instant])}>
              <td className="mono">
                {shownValue(each.context)}
                {each.instant !== asked && <div>{t('behaviour.at', { instant: each.instant })}</div>}
              </td>
              <Answers said={answersOf(kind, each.before)} sort="rr-went" />
              <Answers said={answersOf(kind, each.after)} sort="rr-came" />
            </tr>
          ))}
        </tbody>
      </table>
      {flips.length > FEW && !isAll && (
        <Button size="small" type="link" onClick={() => setAll(true)}>
          {t('behaviour.more', { count: flips.length - FEW })}
        </Button>
      )}
    </div>
  );
}

function Answers({ said, sort }: { said: string[]; sort: string }) {
  return (
    <td className={`mono ${sort}`}>
      {said.map((each) => (
        <div key={each}>{each}</div>
      ))}
    </td>
  );
}
