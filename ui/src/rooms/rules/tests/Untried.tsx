import { useTranslation } from 'react-i18next';
import { Nothing } from '@/shared/states';
import type { Share } from '../queries';

/** Before a case is chosen: what none of them tried, of everything that is there. */
export function Untried({ shares }: { shares: readonly Share[] }) {
  const { t } = useTranslation('rules');
  const lacking = shares.filter((each) => each.untried.length > 0);
  if (lacking.length === 0) return <Nothing>{t('tests.everythingTried')}</Nothing>;
  return (
    <>
      <h2>{t('tests.untried')}</h2>
      <p className="quiet">{t('tests.untriedHint')}</p>
      {lacking.map(({ part, untried, tried, total }) => (
        <section key={part} aria-label={t(`tests.parts.${part}`)}>
          <h3>
            {t(`tests.parts.${part}`)}{' '}
            <span className="quiet">{t('tests.untriedOf', { count: total - tried, total })}</span>
          </h3>
          <ul className="rr-untried">
            {untried.map((each) => (
              <li key={each} className="mono">
                {each}
              </li>
            ))}
          </ul>
          {untried.length < total - tried && (
            <p className="quiet">{t('tests.untriedMore', { count: total - tried - untried.length })}</p>
          )}
        </section>
      ))}
    </>
  );
}
