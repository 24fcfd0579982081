import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { StatusTag } from '@/shared/StatusTag';
import { useGo } from '../address';
import { type Branch, demandsQuery, type Preview } from '../queries';
import { Meters } from '../tests/Meters';
import { demandsAny, lackOf } from '../tests/meeting';
import '../tests/tests.css';

interface Props {
  from: string;
  /** All cases over the files as they would be; null where there are none, or they take too long to wait for. */
  tried: Preview['tried'];
  into: Branch;
  names: { source: string; branch: string };
}

/** How the cases would end with the merge done, beside what the branch demands: before anybody presses anything. */
export function Evidence({ from, tried, into, names }: Props) {
  const { t } = useTranslation('rules');
  const go = useGo();
  const demands = useQuery(demandsQuery(into.name)).data?.body;
  const lack = tried && lackOf(tried, demands);
  const isShort = lack !== null && (lack.failed > 0 || lack.shares.length > 0);
  return (
    <section className="card rr-stack" aria-label={t('evidence.title', names)}>
      <div className="bar">
        <h2>{t('evidence.title', names)}</h2>
        {tried === null ? (
          <StatusTag>{t('evidence.notTried')}</StatusTag>
        ) : tried.failed > 0 ? (
          <StatusTag tone="bad">{t('tests.failed', { failed: tried.failed, count: tried.cases })}</StatusTag>
        ) : (
          <StatusTag tone="good">{t('tests.passed', { count: tried.cases })}</StatusTag>
        )}
        {demandsAny(demands) && tried !== null && (
          <StatusTag tone={isShort ? 'bad' : 'good'}>
            {t(isShort ? 'evidence.short' : 'evidence.met', names)}
          </StatusTag>
        )}
        <Button size="small" onClick={() => go('/tests', { at: from })}>
          {t('evidence.look', names)}
        </Button>
      </div>
      {tried && <Meters shares={tried.shares} demands={demands} />}
      <p className="quiet">{t(demandsAny(demands) ? 'evidence.hint' : 'evidence.noDemands', names)}</p>
    </section>
  );
}
