// Charges with what they cost: amounts are looked up for a context, the rate plan itself holds references only.
import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, inEnvironment, told, type Words } from '@/shared/api';
import { ProblemNotice } from '@/shared/states';
import { wordsIn } from '../attributes/registry';
import { InstantField } from '../attributes/ValueField';
import { amount, decimal } from '../attributes/values';
import type { Charge } from './goods';
import { StatusWord } from './StatusWord';
import { useSettled } from './useSettled';

type Price = Words['PriceOut'];

interface Context {
  currency: string;
  country?: string;
  segment?: string;
  instant?: string;
}

const CURRENCIES = Intl.supportedValuesOf('currency');

function remembered(): Context {
  try {
    const said = JSON.parse(localStorage.getItem('price-context') ?? '') as Context;
    return CURRENCIES.includes(said.currency) ? said : { currency: 'USD' };
  } catch {
    return { currency: 'USD' };
  }
}

function usePrices(environment: string, references: string[], context: Context) {
  return useQuery({
    queryKey: ['products', environment, 'prices', references, context],
    queryFn: () =>
      told(
        api.POST('/commerce/prices/lookup', {
          body: { references, context },
          headers: inEnvironment(environment),
        }),
      ),
    enabled: references.length > 0,
  });
}

export function Prices({ environment, charges }: { environment: string; charges: Charge[] }) {
  const { t, i18n } = useTranslation('products');
  const [context, setContext] = useState<Context>(remembered);
  const references = [...new Set(charges.flatMap((charge) => (charge.priceRef ? [charge.priceRef] : [])))];
  const asked = useSettled(context);
  const found = usePrices(environment, references, asked);
  const prices = new Map(found.data?.prices.map((price) => [price.reference, price]));
  const choose = (changes: Partial<Context>) => {
    const next = { ...context, ...changes };
    localStorage.setItem('price-context', JSON.stringify({ ...next, instant: undefined }));
    setContext(next);
  };
  const names = new Intl.DisplayNames(i18n.language, { type: 'currency' });
  if (charges.length === 0) return <span className="quiet">{t('charge.none')}</span>;
  return (
    <>
      <div className="bar" style={{ marginBottom: 8 }}>
        <Select
          size="small"
          aria-label={t('price.currency')}
          style={{ width: 84 }}
          popupMatchSelectWidth={280}
          showSearch={{ optionFilterProp: 'search' }}
          value={context.currency}
          onChange={(currency) => choose({ currency })}
          options={CURRENCIES.map((code) => ({
            value: code,
            search: `${code} ${names.of(code)}`,
            label: code,
            title: names.of(code),
          }))}
          optionRender={(option) => `${option.value} · ${option.data.title}`}
        />
        <Input
          size="small"
          aria-label={t('price.country')}
          placeholder={t('price.country')}
          style={{ width: 90 }}
          maxLength={2}
          value={context.country ?? ''}
          onChange={(event) => {
            const country = event.target.value.toUpperCase();
            choose({ country: country || undefined });
          }}
        />
        <Input
          size="small"
          aria-label={t('price.segment')}
          placeholder={t('price.segment')}
          style={{ width: 130 }}
          value={context.segment ?? ''}
          onChange={(event) => choose({ segment: event.target.value || undefined })}
        />
        <span style={{ width: 190 }}>
          <InstantField
            aria-label={t('price.instant')}
            placeholder={t('price.now')}
            size="small"
            value={context.instant}
            onChange={(instant) => choose({ instant })}
          />
        </span>
      </div>
      {found.error && <ProblemNotice wrong={found.error} retry={() => void found.refetch()} />}
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t('charge.one')}</th>
            <th>{t('charge.kind')}</th>
            <th>{t('field.priceRef')}</th>
            <th className="right">{t('price.amount')}</th>
          </tr>
        </thead>
        <tbody>
          {charges.map((charge) => (
            <tr key={charge.key}>
              <td>
                {wordsIn(charge.name) ?? <span className="mono">{charge.key}</span>}{' '}
                {charge.status !== 'active' && <StatusWord status={charge.status} />}
              </td>
              <td>
                {t(`charge.kinds.${charge.kind}`)}
                {charge.model !== 'flat' && <div className="quiet">{t(`charge.models.${charge.model}`)}</div>}
              </td>
              <td className="mono" style={{ overflowWrap: 'anywhere' }}>
                {charge.priceRef ?? '–'}
              </td>
              <td className="right">
                <Amount
                  price={charge.priceRef ? prices.get(charge.priceRef) : undefined}
                  onRequest={charge.model === 'on_request'}
                  asked={found.data !== undefined}
                  unit={charge.unit ?? undefined}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Amount({
  price,
  onRequest,
  asked,
  unit,
}: {
  price?: Price;
  onRequest: boolean;
  asked: boolean;
  unit?: string | null;
}) {
  const { t } = useTranslation('products');
  if (!price) {
    return (
      <span className="quiet">
        {onRequest ? t('charge.models.on_request') : asked ? t('price.none') : '…'}
      </span>
    );
  }
  const per = price.unit ?? unit;
  const each = per ? <span className="quiet"> / {per}</span> : null;
  if (price.model === 'on_request') return <span>{price.note ?? t('charge.models.on_request')}</span>;
  if (price.tiers.length > 0) {
    return (
      <>
        {price.tiers.map((tier) => (
          <div key={tier.upTo ?? 'rest'}>
            <span className="quiet">
              {tier.upTo ? t('price.upTo', { units: decimal(tier.upTo) }) : t('price.above')}{' '}
            </span>
            {amount(tier.amount, price.currency)}
            {each}
          </div>
        ))}
      </>
    );
  }
  return (
    <>
      {amount(price.amount ?? '0', price.currency)}
      {price.packageSize && price.packageSize > 1 ? (
        <span className="quiet"> / {t('price.package', { count: price.packageSize })}</span>
      ) : (
        each
      )}
    </>
  );
}
