import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { day } from '@/shared/format';
import { Crumbs } from './Crumbs';
import { plainName } from './facets';
import { ShopLink, useShop } from './InShop';
import { Art, PlanTile } from './PlanTile';
import { type Charge, type Plan, planQuery, shopQuery, siblingsQuery } from './queries';
import { Refused, Waiting } from './states';
import { useChargeWords, useValueWords } from './words';

export function PlanPage({ plan, currency }: { plan: string; currency?: string }) {
  const { looking } = useShop();
  const asked = useQuery(planQuery(looking, plan));
  return (
    <div className="shop-main shop-plan-page">
      {asked.error ? (
        <Refused wrong={asked.error} again={() => void asked.refetch()} />
      ) : asked.data ? (
        <Told plan={asked.data} currency={currency} />
      ) : (
        <Waiting />
      )}
    </div>
  );
}

function Told({ plan, currency }: { plan: Plan; currency?: string }) {
  const { t } = useTranslation('storefront');
  const { looking } = useShop();
  const shop = useQuery(shopQuery(looking));
  const { summary, ...values } = plan.attributes;
  return (
    <>
      <Crumbs crumbs={plan.shelves[0]?.breadcrumbs ?? []} home={shop.data?.name ?? ''} />
      <article className="shop-plan" aria-labelledby="plan-name">
        <Art name={plan.product.name} seed={plan.product.key} />
        <div>
          <p className="shop-of">{plan.product.name}</p>
          <h2 id="plan-name">{plan.name}</h2>
          {typeof summary === 'string' && <p className="shop-lead">{summary}</p>}
          {plan.tags.length > 0 && (
            <p className="shop-tags">
              {plan.tags.map((tag) => (
                <i key={tag}>{tag}</i>
              ))}
            </p>
          )}
          <h3>{t('shop.prices')}</h3>
          <ul className="shop-charges">
            {plan.charges.map((each) => (
              <Price key={each.key} charge={each} currency={currency} />
            ))}
          </ul>
          <p className="shop-small">
            {[plan.sku && t('shop.sku', { sku: plan.sku }), dates(plan, t)].filter(Boolean).join(' · ')}
          </p>
        </div>
      </article>
      {Object.keys(values).length > 0 && <Facts values={values} />}
      <Shelves plan={plan} />
      <Siblings plan={plan} />
    </>
  );
}

type T = ReturnType<typeof useTranslation>['t'];

function dates({ effectiveFrom, effectiveTo }: Plan, t: T): string {
  if (effectiveFrom && effectiveTo)
    return t('shop.soldBetween', { from: day(effectiveFrom), to: day(effectiveTo) });
  if (effectiveFrom) return t('shop.soldFrom', { from: day(effectiveFrom) });
  return effectiveTo ? t('shop.soldUntil', { to: day(effectiveTo) }) : '';
}

/** A catalog knows references, never amounts: what a shop would ask its price source for is shown. */
function Price({ charge, currency }: { charge: Charge; currency?: string }) {
  const { t } = useTranslation('storefront');
  const words = useChargeWords();
  return (
    <li>
      <span>
        <strong>{charge.name === charge.key ? plainName(charge.name) : charge.name}</strong>
        <span>{words(charge)}</span>
      </span>
      {charge.priceRef && (
        <span className="shop-ref" title={t('shop.refHint')}>
          <code>{charge.priceRef}</code> {currency}
        </span>
      )}
    </li>
  );
}

function Facts({ values }: { values: Record<string, unknown> }) {
  const { t } = useTranslation('storefront');
  const words = useValueWords();
  return (
    <section aria-labelledby="plan-facts">
      <h3 id="plan-facts">{t('shop.facts')}</h3>
      <dl className="shop-facts">
        {Object.entries(values).map(([name, value]) => (
          <div key={name} className={Array.isArray(value) && value.length > 3 ? 'wide' : undefined}>
            <dt>{plainName(name)}</dt>
            <dd>
              {Array.isArray(value) ? (
                <ul className="shop-list">
                  {value.map((each) => (
                    <li key={String(each)}>{words(each)}</li>
                  ))}
                </ul>
              ) : (
                words(value)
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Shelves({ plan }: { plan: Plan }) {
  const { t } = useTranslation('storefront');
  if (plan.shelves.length === 0) return null;
  return (
    <section aria-labelledby="plan-shelves">
      <h3 id="plan-shelves">{t('shop.alsoIn')}</h3>
      <ul className="shop-below">
        {plan.shelves.map((each) => (
          <li key={each.path}>
            <ShopLink page={{ path: each.path }}>
              <span>{each.breadcrumbs.map((crumb) => crumb.name).join(' › ') || each.name}</span>
            </ShopLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Siblings({ plan }: { plan: Plan }) {
  const { t } = useTranslation('storefront');
  const { looking } = useShop();
  const asked = useQuery(siblingsQuery(looking, plan.product.key));
  const others = asked.data?.filter((each) => each.key !== plan.key) ?? [];
  if (others.length === 0) return null;
  return (
    <section aria-labelledby="plan-others">
      <h3 id="plan-others">{t('shop.others', { product: plan.product.name })}</h3>
      <ul className="shop-goods">
        {others.map((each) => (
          <li key={each.key}>
            <PlanTile plan={each} />
          </li>
        ))}
      </ul>
    </section>
  );
}
