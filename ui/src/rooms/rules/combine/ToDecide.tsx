import { useTranslation } from 'react-i18next';
import { StatusTag } from '@/shared/StatusTag';
import type { Conflict } from '../changing';

/** What both sides changed: it is told before anybody is asked. What would be gained hangs on the answers. */
export function ToDecide({ conflicts, count }: { conflicts: readonly Conflict[]; count: number }) {
  const { t } = useTranslation('rules');
  const heading = t('combine.merge.toDecide', { count });
  const beyond = count - conflicts.length;
  return (
    <section className="card rr-stack" aria-label={heading}>
      <h2>{heading}</h2>
      <p className="quiet">{t('combine.merge.toDecideHint')}</p>
      <ul className="rr-findings">
        {conflicts.map((each) => (
          <li key={each.id}>
            <StatusTag tone="wait">{t('conflict.isOpen')}</StatusTag>
            <div>
              {each.thing} <span className="quiet">{each.place.join(' › ') || t('conflict.whole')}</span>
            </div>
            <span className="mono quiet">{each.file}</span>
          </li>
        ))}
      </ul>
      {beyond > 0 && <p className="quiet">{t('past.moreFiles', { count: beyond })}</p>}
    </section>
  );
}
