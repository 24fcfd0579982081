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
import { type Plan, usePlans } from './goods/goods';
import { PlanDetail } from './goods/PlanDetail';
import { PlanForm } from './goods/PlanForm';
import { ProductPicker } from './goods/ProductPicker';
import { StatusWord } from './goods/StatusWord';
import { useBarred } from './useBarred';

export function Page() {
  const { t, i18n } = useTranslation('products');
  const environment = useEnvironment();
  const [said, say] = useAddress();
  const barred = useBarred();
  const toasts = useToasts();
  const queries = useQueryClient();
  const found = usePlans(environment, useWanted());
  const close = () => say({ key: undefined, create: undefined });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new language is new words
  const columns = useMemo<Column<Plan>[]>(
    () => [
      {
        key: 'name',
        title: t('field.name'),
        width: 220,
        grows: true,
        render: (row) => (
          <>
            {wordsIn(row.name) ?? ''}
            {row.implied && <span className="quiet"> · {t('plan.implied')}</span>}
          </>
        ),
      },
      {
        key: 'key',
        title: t('field.key'),
        width: 170,
        render: (row) => <span className="mono">{row.key}</span>,
      },
      {
        key: 'sku',
        title: t('field.sku'),
        width: 150,
        render: (row) => <span className="mono">{row.sku ?? ''}</span>,
      },
      {
        key: 'product',
        title: t('field.product'),
        width: 160,
        render: (row) => <span className="mono">{row.product}</span>,
      },
      {
        key: 'status',
        title: t('field.status'),
        width: 90,
        render: (row) => <StatusWord status={row.status} />,
      },
      {
        key: 'charges',
        title: t('field.charges'),
        width: 80,
        align: 'right',
        render: (row) => row.charges?.length ?? 0,
      },
      {
        key: 'effective',
        title: t('field.effective'),
        width: 190,
        render: (row) => effectiveWords(t, row.effectiveFrom, row.effectiveTo),
      },
      { key: 'tags', title: t('field.tags'), width: 160, render: (row) => (row.tags ?? []).join(', ') },
      { key: 'updated', title: t('field.updatedAt'), width: 120, render: (row) => ago(row.updatedAt) },
    ],
    [t, i18n.language],
  );
  return (
    <Browser
      name="plan"
      found={found}
      columns={columns}
      first={['name', 'key', 'sku', 'product', 'status', 'charges', 'updated']}
      filters={
        <ProductPicker
          environment={environment}
          aria-label={t('filter.product')}
          placeholder={t('filter.product')}
          style={{ width: 200 }}
          value={said.product}
          onChange={(product) => say({ product })}
        />
      }
      actions={
        <Button
          type="primary"
          icon={<PlusOutlined />}
          disabled={barred !== undefined}
          title={barred}
          onClick={() => say({ create: 'yes', key: undefined })}
        >
          {t('plan.new')}
        </Button>
      }
      empty={
        <Nothing
          action={
            <Link to={'/$environment/products/import' as '/$environment'} params={{ environment }}>
              {t('import.title')}
            </Link>
          }
        >
          {t('plan.empty')}
        </Nothing>
      }
      drawer={(key, row) => (
        <PlanDetail environment={environment} of={key} row={row} barred={barred} close={close} />
      )}
      create={
        <PlanForm
          environment={environment}
          ofProduct={said.product}
          cancel={close}
          done={(plan) => {
            toasts.done(t('plan.created', { name: wordsIn(plan.name) ?? plan.key }));
            void queries.invalidateQueries({ queryKey: ['products', environment] });
            say({ create: undefined, key: plan.key });
          }}
        />
      }
    />
  );
}
