import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Flex } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useMe } from '@/app/session';
import { api, inEnvironment, told } from '@/shared/api';
import { ago } from '@/shared/format';
import { Answer, Nothing } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import { allCatalogs, type Catalog, nameOf } from '../catalogs';

export function DeletedCatalogs({ environment, close }: { environment: string; close: () => void }) {
  const { t, i18n } = useTranslation('catalogs');
  const me = useMe();
  const client = useQueryClient();
  const toasts = useToasts();
  const [busy, setBusy] = useState<string | null>(null);
  const asked = useQuery({
    queryKey: ['catalogs', environment, 'deleted'],
    queryFn: () => allCatalogs(environment, true),
    staleTime: 0,
  });

  async function restore(catalog: Catalog) {
    const name = nameOf(catalog, i18n.language);
    setBusy(catalog.id);
    try {
      const params = {
        path: { key: catalog.key },
        query: { id: catalog.id },
        header: { 'if-match': `"r${catalog.revision}"` },
      };
      await told(
        api.POST('/commerce/catalogs/{key}/restore', { params, headers: inEnvironment(environment) }),
      );
      toasts.done(t('tree.restored', { name }));
      await client.invalidateQueries({ queryKey: ['catalogs', environment] });
    } catch (wrong) {
      toasts.refused(wrong, t('tree.notRestored', { name }));
    } finally {
      setBusy(null);
    }
  }

  return (
    <Drawer open size={460} title={t('list.deleted')} onClose={close}>
      <Answer asked={asked}>
        {(catalogs) =>
          catalogs.length === 0 ? (
            <Nothing>{t('list.noneDeleted')}</Nothing>
          ) : (
            <Flex vertical gap={12}>
              {catalogs.map((each) => (
                <Flex key={each.id} align="center" gap={8}>
                  <div style={{ flex: 1, minWidth: 0 }}>
                    <div>
                      {nameOf(each, i18n.language)} <span className="quiet mono">{each.key}</span>
                    </div>
                    <div className="quiet" style={{ fontSize: 12 }}>
                      {t('tree.deletedBy', {
                        who: each.deletedBy,
                        when: each.deletedAt ? ago(each.deletedAt) : '',
                      })}
                    </div>
                  </div>
                  {mayDo(me, ['catalog-editor'], { catalog: each.key }) && (
                    <Button size="small" loading={busy === each.id} onClick={() => void restore(each)}>
                      {t('tree.restore')}
                    </Button>
                  )}
                </Flex>
              ))}
            </Flex>
          )
        }
      </Answer>
    </Drawer>
  );
}
