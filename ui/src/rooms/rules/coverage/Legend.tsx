import { useTranslation } from 'react-i18next';
import { type Mark, SIGNS } from './marks';

/** What the signs mean. */
export function Legend() {
  const { t } = useTranslation('rules');
  return (
    <ul className="rr-legend" aria-label={t('coverage.legend')}>
      {(Object.keys(SIGNS) as Mark[]).map((mark) => (
        <li key={mark}>
          <span className={`rr-mark is-${mark}`}>
            <span aria-hidden>{SIGNS[mark]}</span> {t(`coverage.mark.${mark}`)}
          </span>
        </li>
      ))}
      <li className="quiet">{t('coverage.counts')}</li>
    </ul>
  );
}
