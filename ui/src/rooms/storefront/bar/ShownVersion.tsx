// Says which content the shop shows, and whether customers have it now.
import type { UseQueryResult } from '@tanstack/react-query';
import { Tooltip, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { instant, shortDigest } from '@/shared/format';
import { StatusTag } from '@/shared/StatusTag';
import { useShop } from '../shop/InShop';
import type { ShopCard } from '../shop/queries';

export function ShownVersion({ asked }: { asked: UseQueryResult<ShopCard> }) {
  const { t } = useTranslation('storefront');
  const { address } = useShop();
  if (asked.error) return <div className="preview-says quiet">{t('bar.nothingShown')}</div>;
  if (!asked.data) return <div className="preview-says" />;
  const { digest, number, publishedAt, isLive } = asked.data.version;
  return (
    <div className="preview-says" data-testid="shown-version">
      {isLive ? (
        <StatusTag tone="good">{t('bar.live')}</StatusTag>
      ) : (
        <StatusTag tone="wait">{t('bar.notLive')}</StatusTag>
      )}
      <span>{number === null ? t('bar.versionElsewhere') : t('bar.version', { number })}</span>
      <Tooltip title={digest}>
        <Typography.Text className="mono" copyable={{ text: digest, tooltips: false }}>
          {shortDigest(digest)}
        </Typography.Text>
      </Tooltip>
      <span className="quiet">{t('bar.published', { when: instant(publishedAt) })}</span>
      {address.asOf && <span>{t('bar.judgedAt', { when: instant(address.asOf) })}</span>}
      {address.anonymous && <span>{t('bar.asNobody')}</span>}
    </div>
  );
}
