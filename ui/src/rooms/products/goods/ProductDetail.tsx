import { EditOutlined, PlusOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Space, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tagged } from '@/shared/api';
import { Facts, Section } from '@/shared/Facts';
import { ago, instant } from '@/shared/format';
import { Answer, Loading } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import { AttributeValues } from '../attributes/AttributeValues';
import { wordsIn } from '../attributes/registry';
import { effectiveWords } from './effective';
import { type Product, usePlans, useProduct } from './goods';
import { ProductForm } from './ProductForm';
import { DeleteButton, RestoreButton } from './removal';
import { StatusWord } from './StatusWord';

interface Props {
  environment: string;
  of: string;
  /** The row of the list: all there is to show of a deleted one. */
  row?: Product;
  barred?: string;
  close: () => void;
}

export function ProductDetail({ environment, of: key, row, barred, close }: Props) {
  const isDeleted = row?.deletedAt != null;
  const found = useProduct(environment, key, !isDeleted);
  if (isDeleted) return <Deleted environment={environment} product={row} barred={barred} close={close} />;
  return (
    <Answer asked={found} rows={8}>
      {(seen) => <Living key={key} environment={environment} seen={seen} barred={barred} close={close} />}
    </Answer>
  );
}

function Deleted({
  environment,
  product,
  barred,
  close,
}: {
  environment: string;
  product: Product;
  barred?: string;
  close: () => void;
}) {
  const { t } = useTranslation('products');
  const name = wordsIn(product.name) ?? product.key;
  return (
    <>
      <Alert
        type="info"
        showIcon
        style={{ marginBottom: 16 }}
        title={t('product.isDeleted', { when: ago(product.deletedAt!) })}
        description={t('product.restoreWords')}
        action={
          <RestoreButton
            sort="product"
            environment={environment}
            of={product.key}
            name={name}
            barred={barred}
            done={close}
          />
        }
      />
      <ProductFacts product={product} />
    </>
  );
}

function Living({
  environment,
  seen,
  barred,
  close,
}: {
  environment: string;
  seen: Tagged<Product>;
  barred?: string;
  close: () => void;
}) {
  const { t } = useTranslation('products');
  const [editing, setEditing] = useState<Tagged<Product> | null>(null);
  const queries = useQueryClient();
  const toasts = useToasts();
  const product = seen.body;
  const name = wordsIn(product.name) ?? product.key;
  if (editing) {
    return (
      <ProductForm
        environment={environment}
        seen={editing}
        cancel={() => setEditing(null)}
        done={() => {
          setEditing(null);
          toasts.done(t('product.saved', { name }));
          void queries.invalidateQueries({ queryKey: ['products', environment] });
        }}
      />
    );
  }
  return (
    <>
      <div className="bar" style={{ marginBottom: 12 }}>
        <h2 style={{ fontSize: 16, margin: 0, flex: 1 }}>{name}</h2>
        <Button
          size="small"
          icon={<EditOutlined />}
          disabled={barred !== undefined}
          title={barred}
          onClick={() => setEditing(seen)}
        >
          {t('edit', { ns: 'shared' })}
        </Button>
        <DeleteButton
          sort="product"
          environment={environment}
          of={product.key}
          name={name}
          etag={seen.etag}
          barred={barred}
          done={close}
        />
      </div>
      <ProductFacts product={product} />
      <PlansOf environment={environment} product={product} barred={barred} />
    </>
  );
}

function ProductFacts({ product }: { product: Product }) {
  const { t } = useTranslation('products');
  return (
    <>
      <Section title={t('detail.stated')}>
        <Facts
          facts={[
            [
              t('field.key'),
              <span key="key" className="mono">
                {product.key}
              </span>,
            ],
            ...Object.entries(product.name ?? {}).map(
              ([locale, text]) => [t('detail.nameIn', { locale }), text] as [string, string],
            ),
            [t('field.status'), <StatusWord key="status" status={product.status} />],
            [t('field.effective'), effectiveWords(t, product.effectiveFrom, product.effectiveTo)],
            [t('field.tags'), <Tags key="tags" tags={product.tags ?? []} />],
            [
              t('field.updatedAt'),
              <span key="at" title={instant(product.updatedAt)}>
                {ago(product.updatedAt)}
              </span>,
            ],
          ]}
        />
      </Section>
      {product.oneTime && (
        <Section title={t('oneTime.title')}>
          <Facts
            facts={[
              [
                t('field.priceRef'),
                <span key="ref" className="mono">
                  {product.oneTime.priceRef}
                </span>,
              ],
              [t('field.sku'), product.oneTime.sku ?? '–'],
              [t('field.unit'), product.oneTime.unit ?? '–'],
            ]}
          />
          <div className="quiet" style={{ marginTop: 6 }}>
            {t('oneTime.implied')}
          </div>
        </Section>
      )}
      <Section title={t('field.attributes')}>
        <AttributeValues values={product.attributes ?? {}} />
      </Section>
    </>
  );
}

export function Tags({ tags }: { tags: string[] }) {
  if (tags.length === 0) return <span className="quiet">–</span>;
  return (
    <Space size={4} wrap>
      {tags.map((tag) => (
        <Tag key={tag} variant="outlined" style={{ margin: 0 }}>
          {tag}
        </Tag>
      ))}
    </Space>
  );
}

function PlansOf({
  environment,
  product,
  barred,
}: {
  environment: string;
  product: Product;
  barred?: string;
}) {
  const { t } = useTranslation('products');
  const found = usePlans(environment, { product: product.key });
  const plans = found.data?.pages.flatMap((page) => page.items) ?? [];
  const params = { environment };
  return (
    <Section
      title={t('plan.many')}
      extra={
        barred === undefined && (
          <Link
            to={'/$environment/products/rate-plans' as '/$environment'}
            params={params}
            search={{ create: 'yes', product: product.key } as never}
          >
            <PlusOutlined /> {t('plan.new')}
          </Link>
        )
      }
    >
      {found.isPending && <Loading rows={2} />}
      {found.data && plans.length === 0 && <span className="quiet">{t('product.noPlans')}</span>}
      {plans.length > 0 && (
        <table className="plain-table">
          <thead>
            <tr>
              <th>{t('plan.one')}</th>
              <th>{t('field.sku')}</th>
              <th>{t('field.status')}</th>
              <th className="right">{t('field.charges')}</th>
            </tr>
          </thead>
          <tbody>
            {plans.map((plan) => (
              <tr key={plan.key}>
                <td>
                  <Link
                    to={'/$environment/products/rate-plans' as '/$environment'}
                    params={params}
                    search={{ key: plan.key } as never}
                  >
                    {wordsIn(plan.name) ?? plan.key}
                  </Link>
                  {plan.implied && <span className="quiet"> · {t('plan.implied')}</span>}
                </td>
                <td className="mono">{plan.sku ?? ''}</td>
                <td>
                  <StatusWord status={plan.status} />
                </td>
                <td className="right">{plan.charges?.length ?? 0}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {found.hasNextPage && (
        <Button type="link" size="small" onClick={() => void found.fetchNextPage()}>
          {t('more', { ns: 'shared' })}
        </Button>
      )}
    </Section>
  );
}
