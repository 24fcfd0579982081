import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { StatusTag } from '@/shared/StatusTag';
import { Answer } from '@/shared/states';
import { useGo } from '../address';
import { type Branch, type Commit, demandsQuery, runQuery } from '../queries';
import { Meters } from '../tests/Meters';
import { demandsAny, lackOf } from '../tests/meeting';
import '../tests/tests.css';

interface Props {
  from: string;
  commit: Commit;
  into: Branch;
  names: { source: string; branch: string };
}

/** What came of the cases of what is to be merged, beside what the branch demands: before anybody presses anything. */
export function Evidence({ from, commit, into, names }: Props) {
  const { t } = useTranslation('rules');
  const go = useGo();
  const run = useQuery(runQuery(commit.id));
  const demands = useQuery(demandsQuery(into.name)).data;
  return (
    <section className="card rr-stack" aria-label={t('evidence.title', names)}>
      <Answer asked={run} rows={2}>
        {(last) => {
          const lack = last ? lackOf(last, demands) : null;
          const isShort = lack !== null && (lack.failed > 0 || lack.shares.length > 0);
          return (
            <>
              <div className="bar">
                <h2>{t('evidence.title', names)}</h2>
                {last === null ? (
                  <StatusTag>{t('evidence.neverRun')}</StatusTag>
                ) : last.failed > 0 ? (
                  <StatusTag tone="bad">
                    {t('tests.failed', { failed: last.failed, count: last.cases })}
                  </StatusTag>
                ) : (
                  <StatusTag tone="good">{t('tests.passed', { count: last.cases })}</StatusTag>
                )}
                {demandsAny(demands) && last !== null && (
                  <StatusTag tone={isShort ? 'bad' : 'good'}>
                    {t(isShort ? 'evidence.short' : 'evidence.met', names)}
                  </StatusTag>
                )}
                <Button size="small" onClick={() => go('/tests', { at: from })}>
                  {t('evidence.look')}
                </Button>
              </div>
              {last && <Meters shares={last.shares} demands={demands} />}
              <p className="quiet">
                {t(demandsAny(demands) ? 'evidence.hint' : 'evidence.noDemands', names)}
              </p>
            </>
          );
        }}
      </Answer>
    </section>
  );
}
