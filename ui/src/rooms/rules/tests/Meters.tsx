import { useTranslation } from 'react-i18next';
import { StatusTag } from '@/shared/StatusTag';
import type { Demands, Share } from '../queries';
import { demandedOf, isMet, percentOf } from './meeting';

/** How much cases tried, and how much of it is demanded. */
export function Meters({ shares, demands }: { shares: readonly Share[]; demands?: Demands }) {
  return (
    <div className="rr-meters">
      {shares
        .filter((each) => each.total > 0 || demandedOf(demands, each.part) > 0)
        .map((each) => (
          <Meter key={each.part} share={each} demands={demands} />
        ))}
    </div>
  );
}

function Meter({ share, demands }: { share: Share; demands?: Demands }) {
  const { t } = useTranslation('rules');
  const demanded = demandedOf(demands, share.part);
  const percent = percentOf(share);
  return (
    <div className="rr-meter">
      <span>{t(`tests.parts.${share.part}`)}</span>
      <strong>{t('tests.percent', { percent })}</strong>
      <span className="quiet">{t('tests.triedOf', { tried: share.tried, count: share.total })}</span>
      <span className="rr-gauge" aria-hidden>
        <i style={{ width: `${percent}%` }} className={isMet(share, demands) ? undefined : 'is-short'} />
        {demanded > 0 && <b style={{ left: `${demanded}%` }} />}
      </span>
      {demanded > 0 && (
        <StatusTag tone={isMet(share, demands) ? 'good' : 'bad'}>
          {t(isMet(share, demands) ? 'demands.met' : 'demands.short', { percent: demanded })}
        </StatusTag>
      )}
    </div>
  );
}
