import { PlusOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { useAddress } from '@/shared/address';
import { ago } from '@/shared/format';
import { Nothing } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import type { Column } from '@/shared/VirtualTable';
import { wordsIn } from './attributes/registry';
import { Browser, useWanted } from './browser/Browser';
import { effectiveWords } from './goods/effective';
import { type Product, useProducts } from './goods/goods';
import { ProductDetail } from './goods/ProductDetail';
import { ProductForm } from './goods/ProductForm';
import { StatusWord } from './goods/StatusWord';
import { useBarred } from './useBarred';

export function Page() {
  const { t, i18n } = useTranslation('products');
  const environment = useEnvironment();
  const [, say] = useAddress();
  const barred = useBarred();
  const toasts = useToasts();
  const queries = useQueryClient();
  const found = useProducts(environment, useWanted());
  const close = () => say({ key: undefined, create: undefined });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new language is new words
  const columns = useMemo<Column<Product>[]>(
    () => [
      {
        key: 'name',
        title: t('field.name'),
        width: 220,
        grows: true,
        render: (row) => wordsIn(row.name) ?? '',
      },
      {
        key: 'key',
        title: t('field.key'),
        width: 190,
        render: (row) => <span className="mono">{row.key}</span>,
      },
      {
        key: 'status',
        title: t('field.status'),
        width: 90,
        render: (row) => <StatusWord status={row.status} />,
      },
      {
        key: 'effective',
        title: t('field.effective'),
        width: 190,
        render: (row) => effectiveWords(t, row.effectiveFrom, row.effectiveTo),
      },
      {
        key: 'oneTime',
        title: t('oneTime.column'),
        width: 120,
        render: (row) => (row.oneTime ? t('oneTime.yes') : ''),
      },
      { key: 'tags', title: t('field.tags'), width: 160, render: (row) => (row.tags ?? []).join(', ') },
      { key: 'updated', title: t('field.updatedAt'), width: 120, render: (row) => ago(row.updatedAt) },
    ],
    [t, i18n.language],
  );
  const create = (
    <Button
      type="primary"
      icon={<PlusOutlined />}
      disabled={barred !== undefined}
      title={barred}
      onClick={() => say({ create: 'yes', key: undefined })}
    >
      {t('product.new')}
    </Button>
  );
  return (
    <Browser
      name="product"
      found={found}
      columns={columns}
      first={['name', 'key', 'status', 'effective', 'tags', 'updated']}
      actions={create}
      empty={
        <Nothing
          action={
            <Link to={'/$environment/products/import' as '/$environment'} params={{ environment }}>
              {t('import.title')}
            </Link>
          }
        >
          {t('product.empty')}
        </Nothing>
      }
      drawer={(key, row) => (
        <ProductDetail environment={environment} of={key} row={row} barred={barred} close={close} />
      )}
      create={
        <ProductForm
          environment={environment}
          cancel={close}
          done={(product) => {
            toasts.done(t('product.created', { name: wordsIn(product.name) ?? product.key }));
            void queries.invalidateQueries({ queryKey: ['products', environment] });
            say({ create: undefined, key: product.key });
          }}
        />
      }
    />
  );
}
