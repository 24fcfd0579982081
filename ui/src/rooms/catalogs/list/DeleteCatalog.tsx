import { useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, inEnvironment, told } from '@/shared/api';
import { ProblemNotice } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import { type Catalog, nameOf } from '../catalogs';

interface Deleting {
  environment: string;
  catalog: Catalog;
  close: () => void;
}

export function DeleteCatalog({ environment, catalog, close }: Deleting) {
  const { t, i18n } = useTranslation('catalogs');
  const client = useQueryClient();
  const toasts = useToasts();
  const [wrong, setWrong] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const name = nameOf(catalog, i18n.language);
  const headers = inEnvironment(environment);
  const path = { key: catalog.key };

  async function remove() {
    setBusy(true);
    try {
      const params = { path, header: { 'if-match': `"r${catalog.revision}"` } };
      const gone = await told(api.DELETE('/commerce/catalogs/{key}', { params, headers }));
      await client.invalidateQueries({ queryKey: ['catalogs', environment] });
      toasts.done(t('list.deletedOne', { name }), async () => {
        const back = { path, query: { id: gone.id }, header: { 'if-match': `"r${gone.revision}"` } };
        await told(api.POST('/commerce/catalogs/{key}/restore', { params: back, headers }));
        await client.invalidateQueries({ queryKey: ['catalogs', environment] });
      });
      close();
    } catch (refusal) {
      setWrong(refusal);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal
      open
      title={t('list.deleteTitle', { name })}
      okText={t('list.deleteAction', { name })}
      okButtonProps={{ danger: true, loading: isBusy }}
      cancelText={t('cancel', { ns: 'shared' })}
      onOk={() => void remove()}
      onCancel={close}
    >
      <p>{t('list.deleteMeans', { environment, key: catalog.key })}</p>
      {wrong !== null && <ProblemNotice wrong={wrong} title={t('list.notDeleted')} />}
    </Modal>
  );
}
