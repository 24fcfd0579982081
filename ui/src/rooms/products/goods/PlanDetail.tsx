import { EditOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { catalogsQuery } from '@/rooms/publishing/queries';
import type { Tagged } from '@/shared/api';
import { Facts, Section } from '@/shared/Facts';
import { ago, instant } from '@/shared/format';
import { Answer } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import { AttributeValues } from '../attributes/AttributeValues';
import { wordsIn } from '../attributes/registry';
import { effectiveWords } from './effective';
import { type Plan, usePlan, useProduct } from './goods';
import { PlanForm } from './PlanForm';
import { Prices } from './Prices';
import { Tags } from './ProductDetail';
import { DeleteButton, RestoreButton } from './removal';
import { StatusWord } from './StatusWord';

interface Props {
  environment: string;
  of: string;
  row?: Plan;
  barred?: string;
  close: () => void;
}

export function PlanDetail({ environment, of: key, row, barred, close }: Props) {
  const isDeleted = row?.deletedAt != null;
  const found = usePlan(environment, key, !isDeleted);
  if (isDeleted) return <Deleted environment={environment} plan={row} barred={barred} close={close} />;
  return (
    <Answer asked={found} rows={8}>
      {(seen) => <Living key={key} environment={environment} seen={seen} barred={barred} close={close} />}
    </Answer>
  );
}

function Deleted({
  environment,
  plan,
  barred,
  close,
}: {
  environment: string;
  plan: Plan;
  barred?: string;
  close: () => void;
}) {
  const { t } = useTranslation('products');
  const name = wordsIn(plan.name) ?? plan.key;
  return (
    <>
      <Alert
        type="info"
        showIcon
        style={{ marginBottom: 16 }}
        title={t('plan.isDeleted', { when: ago(plan.deletedAt!) })}
        description={t(plan.implied ? 'plan.restoreImplied' : 'plan.restoreWords')}
        action={
          plan.implied ? undefined : (
            <RestoreButton
              sort="plan"
              environment={environment}
              of={plan.key}
              name={name}
              barred={barred}
              done={close}
            />
          )
        }
      />
      <PlanFacts environment={environment} plan={plan} />
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
  seen: Tagged<Plan>;
  barred?: string;
  close: () => void;
}) {
  const { t } = useTranslation('products');
  const [editing, setEditing] = useState<Tagged<Plan> | null>(null);
  const queries = useQueryClient();
  const toasts = useToasts();
  const plan = seen.body;
  const name = wordsIn(plan.name) ?? plan.key;
  if (editing) {
    return (
      <PlanForm
        environment={environment}
        seen={editing}
        cancel={() => setEditing(null)}
        done={() => {
          setEditing(null);
          toasts.done(t('plan.saved', { name }));
          void queries.invalidateQueries({ queryKey: ['products', environment] });
        }}
      />
    );
  }
  const why = barred ?? (plan.implied ? t('plan.impliedBarred') : undefined);
  return (
    <>
      <div className="bar" style={{ marginBottom: 12 }}>
        <h2 style={{ fontSize: 16, margin: 0, flex: 1 }}>{name}</h2>
        <Button
          size="small"
          icon={<EditOutlined />}
          disabled={why !== undefined}
          title={why}
          onClick={() => setEditing(seen)}
        >
          {t('edit', { ns: 'shared' })}
        </Button>
        <DeleteButton
          sort="plan"
          environment={environment}
          of={plan.key}
          name={name}
          etag={seen.etag}
          barred={why}
          done={close}
        />
      </div>
      {plan.implied && (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 16 }}
          title={t('plan.impliedTitle')}
          description={t('plan.impliedWords')}
        />
      )}
      <PlanFacts environment={environment} plan={plan} />
    </>
  );
}

function PlanFacts({ environment, plan }: { environment: string; plan: Plan }) {
  const { t } = useTranslation('products');
  const product = useProduct(environment, plan.product).data?.body;
  const inherited = Object.fromEntries(
    Object.entries(product?.attributes ?? {}).filter(([key]) => !(key in (plan.attributes ?? {}))),
  );
  return (
    <>
      <Section title={t('detail.stated')}>
        <Facts
          facts={[
            [
              t('field.key'),
              <span key="key" className="mono">
                {plan.key}
              </span>,
            ],
            [
              t('field.sku'),
              <span key="sku" className="mono">
                {plan.sku ?? '–'}
              </span>,
            ],
            [
              t('field.product'),
              <Link
                key="product"
                to={'/$environment/products' as '/$environment'}
                params={{ environment }}
                search={{ key: plan.product } as never}
              >
                {wordsIn(product?.name) ?? plan.product}
              </Link>,
            ],
            ...Object.entries(plan.name ?? {}).map(
              ([locale, text]) => [t('detail.nameIn', { locale }), text] as [string, string],
            ),
            [t('field.status'), <StatusWord key="status" status={plan.status} />],
            [t('field.effective'), effectiveWords(t, plan.effectiveFrom, plan.effectiveTo)],
            [t('field.tags'), <Tags key="tags" tags={plan.tags ?? []} />],
            [
              t('field.updatedAt'),
              <span key="at" title={instant(plan.updatedAt)}>
                {ago(plan.updatedAt)}
              </span>,
            ],
          ]}
        />
      </Section>
      <Past environment={environment} plan={plan.key} />
      <Section title={t('field.charges')}>
        <Prices environment={environment} charges={plan.charges ?? []} />
      </Section>
      <Section title={t('field.attributes')}>
        <AttributeValues values={plan.attributes ?? {}} />
      </Section>
      {Object.keys(inherited).length > 0 && (
        <Section title={t('detail.fromProduct')}>
          <div className="quiet">
            <AttributeValues values={inherited} />
          </div>
        </Section>
      )}
    </>
  );
}

/** What published versions said of it is told catalog by catalog. */
function Past({ environment, plan }: { environment: string; plan: string }) {
  const { t } = useTranslation('products');
  const catalogs = useQuery(catalogsQuery(environment)).data?.items ?? [];
  if (catalogs.length === 0) return null;
  return (
    <p className="quiet">
      {t('plan.history')}
      {catalogs.map(({ key }) => (
        <Link
          key={key}
          className="mono"
          style={{ marginLeft: 8 }}
          to={'/$environment/publish/$catalog/history' as '/$environment'}
          params={{ environment, catalog: key } as never}
          search={{ plan } as never}
        >
          {key}
        </Link>
      ))}
    </p>
  );
}
