import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Drawer, Flex } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, inEnvironment, told, type Words } from '@/shared/api';
import { ago } from '@/shared/format';
import { Loading, Nothing, ProblemNotice } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import type { Edits } from './edits';
import type { Which } from './source';

type Found = Words['FoundNode'];

interface Deleted {
  which: Which;
  restore: Edits['restore'];
  mayEdit: (path: string) => boolean;
  reveal: (id: string) => void;
  close: () => void;
}

/** What was deleted and can come back, each with all that went with it. */
export default function DeletedDrawer({ which, restore, mayEdit, reveal, close }: Deleted) {
  const { t } = useTranslation('catalogs');
  const toasts = useToasts();
  const [busy, setBusy] = useState<string | null>(null);
  const { environment, catalog, locale } = which;
  const asked = useInfiniteQuery({
    queryKey: ['catalogs', environment, catalog, 'deleted-nodes'],
    queryFn: ({ pageParam }) =>
      told(
        api.GET('/commerce/catalogs/{key}/deleted-nodes', {
          params: { path: { key: catalog }, query: { after: pageParam } },
          headers: inEnvironment(environment),
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: 0,
  });
  const nodes = asked.data?.pages.flatMap((page) => page.items) ?? [];
  const nameOf = (node: Found) =>
    (node.meta.displayName as Record<string, string> | undefined)?.[locale] ?? node.key;

  async function bringBack(node: Found) {
    setBusy(node.id);
    try {
      await restore(node.id, node.revision);
      toasts.done(t('tree.restored', { name: nameOf(node) }));
      reveal(node.id);
      await asked.refetch();
    } catch (wrong) {
      toasts.refused(wrong, t('tree.notRestored', { name: nameOf(node) }));
    } finally {
      setBusy(null);
    }
  }

  return (
    <Drawer open size={460} title={t('tree.deletedNodes')} onClose={close}>
      {asked.isPending ? (
        <Loading />
      ) : asked.error ? (
        <ProblemNotice wrong={asked.error} retry={() => void asked.refetch()} />
      ) : nodes.length === 0 ? (
        <Nothing>{t('tree.nothingDeleted')}</Nothing>
      ) : (
        <Flex vertical gap={12}>
          {nodes.map((node) => (
            <Flex key={node.id} align="center" gap={8}>
              <div style={{ flex: 1, minWidth: 0 }}>
                <div>{nameOf(node)}</div>
                <div className="quiet mono" style={{ overflowWrap: 'anywhere' }}>
                  {node.path}
                </div>
                <div className="quiet" style={{ fontSize: 12 }}>
                  {t('tree.deletedBy', {
                    who: node.deletedBy,
                    when: node.deletedAt ? ago(node.deletedAt) : '',
                  })}
                </div>
              </div>
              {mayEdit(node.path) && (
                <Button size="small" loading={busy === node.id} onClick={() => void bringBack(node)}>
                  {t('tree.restore')}
                </Button>
              )}
            </Flex>
          ))}
          {asked.hasNextPage && (
            <Button
              size="small"
              onClick={() => void asked.fetchNextPage()}
              loading={asked.isFetchingNextPage}
            >
              {t('more', { ns: 'shared' })}
            </Button>
          )}
        </Flex>
      )}
    </Drawer>
  );
}
