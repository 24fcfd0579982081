import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { day, shortDigest } from '@/shared/format';
import { useShop } from '../shop/InShop';
import { isDesignation, versionsQuery } from './versions';

/** What is live, a tag, or any version: chosen from the list, or typed as number or digest. */
export function VersionChoice() {
  const { t } = useTranslation('storefront');
  const { address, looking, go } = useShop();
  const { environment } = looking.seen;
  const asked = useQuery(versionsQuery(environment, address.catalog));
  const [typed, setTyped] = useState('');
  const { versions = [], tags = [] } = asked.data ?? {};
  const shown = versions.map(({ version, note, publishedAt, isReleased }) => ({
    value: `version:${version.digest}`,
    label: [
      `#${version.number ?? '–'}`,
      isReleased ? (note ?? shortDigest(version.digest)) : t('bar.frozen'),
      day(publishedAt),
    ].join(' · '),
  }));
  const chosen = address.tag
    ? `tag:${address.tag}`
    : address.version
      ? `version:${versions.find(({ version }) => named(version, address.version!))?.version.digest ?? address.version}`
      : 'live';
  const known = [...shown, ...tags.map(({ name }) => ({ value: `tag:${name}`, label: name }))];
  const loose = [isDesignation(typed) ? `version:${typed}` : '', chosen]
    .filter((value) => value && value !== 'live' && !known.some((each) => each.value === value))
    .map((value) => ({ value, label: value.replace(/^(tag|version):/, '') }));
  const choose = (value: string) => {
    const [kind, ...name] = value.split(':');
    const said = name.join(':');
    go({
      ...address,
      version: kind === 'version' ? said : undefined,
      tag: kind === 'tag' ? said : undefined,
    });
  };
  return (
    <Select
      aria-label={t('bar.content')}
      size="small"
      style={{ width: 168 }}
      popupMatchSelectWidth={360}
      loading={asked.isPending}
      value={chosen}
      showSearch={{ onSearch: setTyped, optionFilterProp: 'label' }}
      options={[
        { value: 'live', label: address.asOf ? t('bar.liveThen') : t('bar.liveNow') },
        ...loose,
        ...(tags.length > 0
          ? [
              {
                label: t('bar.tags'),
                options: tags.map(({ name }) => ({ value: `tag:${name}`, label: name })),
              },
            ]
          : []),
        ...(shown.length > 0 ? [{ label: t('bar.versions'), options: shown }] : []),
      ]}
      onChange={choose}
    />
  );
}

function named({ digest, number }: { digest: string; number: number | null }, said: string): boolean {
  return said === String(number) || (said.length >= 12 && digest.startsWith(said));
}
