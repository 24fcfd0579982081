import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { percent, shortDigest } from '@/shared/format';
import { StatusTag } from '@/shared/StatusTag';
import type { Summary } from '../queries';

interface Share {
  touched: number;
  total: number;
}

export function BlastRadius({ summary }: { summary: Summary }) {
  const { t } = useTranslation('publishing');
  const { shelves, ratePlans, environments } = summary.blastRadius;
  function servesWhat({ isFrom, version }: (typeof environments)[number]): string {
    if (isFrom) return 'blast.servesFrom';
    return version === summary.to.version ? 'blast.servesTo' : 'blast.servesOther';
  }
  return (
    <Card size="small" title={t('blast.title')}>
      <div className="pub-stack">
        <ShareBar words={t('blast.shelves', shelves)} share={shelves} />
        <ShareBar words={t('blast.ratePlans', ratePlans)} share={ratePlans} />
        <ul className="pub-plain-list" aria-label={t('blast.environments')}>
          {environments.map((each) => (
            <li key={each.environment} className="pub-line">
              <strong>{each.environment}</strong>
              <span className="mono">{shortDigest(each.version)}</span>
              <StatusTag tone={each.isFrom ? 'info' : 'plain'}>{t(servesWhat(each))}</StatusTag>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  );
}

function ShareBar({ words, share: { touched, total } }: { words: string; share: Share }) {
  const part = total === 0 ? 0 : touched / total;
  return (
    <div>
      <div className="pub-line" style={{ justifyContent: 'space-between' }}>
        <span>{words}</span>
        <span className="quiet">{percent(part)}</span>
      </div>
      <div className="pub-share" aria-hidden>
        <div style={{ width: `${Math.min(100, part * 100)}%` }} />
      </div>
    </div>
  );
}
