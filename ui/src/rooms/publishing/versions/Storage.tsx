import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { bytes, number } from '@/shared/format';
import { type Stored, storageQuery } from '../queries';

/** By digest; asked for beside the list, which does not wait for it, and as far as the list goes. */
export function useStorage(catalog: string, listed: number): ReadonlyMap<string, Stored> {
  const asked = useInfiniteQuery(storageQuery(useEnvironment(), catalog));
  const items = asked.data?.pages.flatMap((page) => page.items) ?? [];
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = asked;
  useEffect(() => {
    if (items.length < listed && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [items.length, listed, hasNextPage, isFetchingNextPage, fetchNextPage]);
  return new Map(items.map((each) => [each.version, each]));
}

/** What one version alone takes, and what it shares; nothing for one that lies in another environment's lineage. */
export function Storage({ stored }: { stored: Stored | undefined }) {
  const { t } = useTranslation('publishing');
  if (stored === undefined) return null;
  const { own, shared } = stored;
  return (
    <>
      <div title={t('versions.ownMeans', { entries: number(own.entries) })}>
        {t('versions.own', { bytes: bytes(own.bytes) })}
      </div>
      <div className="quiet" title={t('versions.sharedMeans', { entries: number(shared.entries) })}>
        {t('versions.shared', { bytes: bytes(shared.bytes) })}
      </div>
    </>
  );
}

/** What all versions take together. */
export function StorageTotal({ catalog }: { catalog: string }) {
  const { t } = useTranslation('publishing');
  const asked = useInfiniteQuery(storageQuery(useEnvironment(), catalog));
  const total = asked.data?.pages[0]?.total;
  if (total === undefined) return null;
  return <span className="quiet">{t('versions.total', { bytes: bytes(total.bytes) })}</span>;
}
