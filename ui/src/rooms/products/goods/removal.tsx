// Deleting and restoring: both say what they will do, and deleting can be taken back.
import { DeleteOutlined, UndoOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, inEnvironment, Problem, told } from '@/shared/api';
import { useToasts } from '@/shared/toasts';

export type Sort = 'product' | 'plan';

function remove(sort: Sort, environment: string, key: string, etag: string) {
  const asked = {
    params: { path: { key }, header: { 'if-match': etag } },
    headers: inEnvironment(environment),
  };
  return sort === 'product'
    ? told(api.DELETE('/commerce/products/{key}', asked))
    : told(api.DELETE('/commerce/product-rate-plans/{key}', asked));
}

/** What is deleted has no ETag to read: whatever is there is meant. */
export function restore(sort: Sort, environment: string, key: string): Promise<unknown> {
  const asked = {
    params: { path: { key }, header: { 'if-match': '*' } },
    headers: inEnvironment(environment),
  };
  return sort === 'product'
    ? told(api.POST('/commerce/products/{key}/restore', asked))
    : told(api.POST('/commerce/product-rate-plans/{key}/restore', asked));
}

interface Props {
  sort: Sort;
  environment: string;
  of: string;
  name: string;
  /** Why not, if not. */
  barred?: string;
  done: () => void;
}

export function DeleteButton({
  sort,
  environment,
  of: key,
  name,
  etag,
  barred,
  done,
}: Props & { etag: string }) {
  const { t } = useTranslation('products');
  const { modal } = App.useApp();
  const toasts = useToasts();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ['products', environment] });
  const go = async () => {
    try {
      await remove(sort, environment, key, etag);
      done();
      void refresh();
      toasts.done(t(`${sort}.deleted`, { name }), async () => {
        await restore(sort, environment, key);
        await refresh();
      });
    } catch (wrong) {
      if (wrong instanceof Problem && wrong.isStale) void refresh();
      toasts.refused(wrong);
    }
  };
  return (
    <Button
      danger
      size="small"
      icon={<DeleteOutlined />}
      disabled={barred !== undefined}
      title={barred}
      onClick={() =>
        modal.confirm({
          title: t(`${sort}.deleteTitle`, { name }),
          content: t(`${sort}.deleteWords`),
          okText: t(`${sort}.delete`),
          okButtonProps: { danger: true },
          onOk: go,
        })
      }
    >
      {t('delete', { ns: 'shared' })}
    </Button>
  );
}

export function RestoreButton({ sort, environment, of: key, name, barred, done }: Props) {
  const { t } = useTranslation('products');
  const toasts = useToasts();
  const queries = useQueryClient();
  const go = async () => {
    try {
      await restore(sort, environment, key);
      toasts.done(t(`${sort}.restored`, { name }));
      done();
    } catch (wrong) {
      toasts.refused(wrong);
    }
    void queries.invalidateQueries({ queryKey: ['products', environment] });
  };
  return (
    <Button
      type="primary"
      size="small"
      icon={<UndoOutlined />}
      disabled={barred !== undefined}
      title={barred}
      onClick={() => void go()}
    >
      {t(`${sort}.restore`)}
    </Button>
  );
}
