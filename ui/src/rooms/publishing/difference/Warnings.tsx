import { useTranslation } from 'react-i18next';
import { isGrave } from '../headline';
import type { Summary } from '../queries';
import { Place } from './Place';

type Warning = Summary['warnings'][number];

const MOST_NAMED = 4;

export function Warnings({ catalog, warnings }: { catalog: string; warnings: Warning[] }) {
  const { t } = useTranslation('publishing');
  if (warnings.length === 0) return null;
  return (
    <section aria-label={t('warnings.label')}>
      <ul className="pub-warnings">
        {warnings.map((each) => (
          <OneWarning key={each.code} catalog={catalog} warning={each} />
        ))}
      </ul>
    </section>
  );
}

function OneWarning({ catalog, warning }: { catalog: string; warning: Warning }) {
  const { t } = useTranslation('publishing');
  const { code, count, places, ratePlans, rules } = warning;
  const named = [...ratePlans, ...rules].slice(0, MOST_NAMED);
  const shown = Math.max(Math.min(places.length, MOST_NAMED), named.length);
  return (
    <li className={isGrave(code) ? 'grave' : undefined}>
      <span className="edge" aria-hidden />
      <div>
        <div>{t(`warnings.${code}`, { count })}</div>
        <div className="pub-line" style={{ gap: '0 16px' }}>
          {places.slice(0, MOST_NAMED).map((place) => (
            <Place key={place.nodeId} catalog={catalog} at={place} />
          ))}
          {named.map((key) => (
            <span key={key} className="mono">
              {key}
            </span>
          ))}
          {count > shown && shown > 0 && (
            <span className="quiet">{t('warnings.more', { count: count - shown })}</span>
          )}
        </div>
      </div>
      <span className="mono quiet">{code}</span>
    </li>
  );
}
