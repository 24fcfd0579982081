// Above the shop and no part of it: which content, at which instant, seen as whom.
import { LinkOutlined, MobileOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Segmented, Select, Tooltip } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { useToasts } from '@/shared/toasts';
import { type Address, pageOf } from '../shop/address';
import { useShop } from '../shop/InShop';
import { shopQuery } from '../shop/queries';
import { DraftButton } from './DraftButton';
import { ShownVersion } from './ShownVersion';
import { VersionChoice } from './VersionChoice';

export function PreviewBar({ catalogs }: { catalogs: string[] }) {
  const { t } = useTranslation('storefront');
  const me = useMe();
  const { address, looking, go } = useShop();
  const shop = useQuery(shopQuery(looking));
  const change = (said: Partial<Address>) => go({ ...address, ...said });
  return (
    <section className="preview-bar" aria-label={t('bar.label')}>
      <div className="preview-row">
        <Select
          aria-label={t('bar.catalog')}
          size="small"
          showSearch
          value={address.catalog}
          style={{ width: 116 }}
          options={catalogs.map((key) => ({ value: key, label: key }))}
          onChange={(catalog) =>
            go(
              pageOf(address, {
                catalog,
                version: undefined,
                tag: undefined,
                locale: undefined,
                currency: undefined,
              }),
            )
          }
        />
        <VersionChoice />
        <DatePicker
          aria-label={t('bar.asOf')}
          size="small"
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          placeholder={t('bar.now')}
          style={{ width: 152 }}
          value={address.asOf ? dayjs(address.asOf) : null}
          onChange={(chosen) => change({ asOf: chosen?.toISOString() })}
        />
        <Select
          aria-label={t('bar.locale')}
          size="small"
          style={{ width: 88 }}
          value={address.locale ?? shop.data?.locales[0]}
          options={(shop.data?.locales ?? []).map((value) => ({ value, label: value }))}
          onChange={(locale) => change({ locale })}
        />
        <Select
          aria-label={t('bar.currency')}
          size="small"
          style={{ width: 76 }}
          value={address.currency ?? shop.data?.currencies[0]}
          options={(shop.data?.currencies ?? []).map((value) => ({ value, label: value }))}
          onChange={(currency) => change({ currency })}
        />
        <Segmented
          aria-label={t('bar.seenAs')}
          size="small"
          value={address.anonymous ? 'anonymous' : 'me'}
          options={[
            { value: 'me', label: me.displayName },
            { value: 'anonymous', label: t('bar.anonymous') },
          ]}
          onChange={(as) => change({ anonymous: as === 'anonymous' })}
        />
        <span style={{ flex: 1 }} />
        <Tooltip title={t('bar.phone')}>
          <Button
            size="small"
            aria-label={t('bar.phone')}
            aria-pressed={address.phone}
            type={address.phone ? 'primary' : 'default'}
            icon={<MobileOutlined />}
            onClick={() => go({ ...address, phone: !address.phone }, true)}
          />
        </Tooltip>
        <ShareLink />
      </div>
      <div className="preview-row">
        <ShownVersion asked={shop} />
        <span style={{ flex: 1 }} />
        <DraftButton />
      </div>
    </section>
  );
}

function ShareLink() {
  const { t } = useTranslation('storefront');
  const toasts = useToasts();
  const copy = async () => {
    await navigator.clipboard.writeText(location.href);
    toasts.done(t('bar.copied'));
  };
  return (
    <Button size="small" icon={<LinkOutlined />} onClick={() => void copy().catch(toasts.refused)}>
      {t('bar.share')}
    </Button>
  );
}
