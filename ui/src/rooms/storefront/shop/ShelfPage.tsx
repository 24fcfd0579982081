import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';
import { SORTS, type SortName } from './address';
import { Crumbs } from './Crumbs';
import { Departments } from './Departments';
import { Filters } from './Filters';
import { kindsIn } from './facets';
import { Goods } from './Goods';
import { ShopLink, useShop } from './InShop';
import { type Choice, departmentsQuery, goodsQuery, type Shelf, shelfQuery } from './queries';
import { Refused, Waiting } from './states';

export function ShelfPage({ shopName }: { shopName: string }) {
  const { t } = useTranslation('storefront');
  const { address, looking } = useShop();
  const shelf = useQuery(shelfQuery(looking, address));
  useEarlyGoods();
  const here = shelf.data?.path ?? address.path;
  return (
    <div className="shop-body">
      <div className="shop-side">
        <details open className="shop-fold">
          <summary>{t('shop.departments')}</summary>
          <Departments here={here} />
        </details>
        {shelf.data && <Filters shelf={shelf.data} />}
      </div>
      <section className="shop-main" aria-labelledby="shelf-name">
        {shelf.error ? (
          <Refused wrong={shelf.error} again={() => void shelf.refetch()} />
        ) : shelf.data ? (
          <Filled shelf={shelf.data} shopName={shopName} />
        ) : (
          <Waiting />
        )}
      </section>
    </div>
  );
}

/** What is not chosen by attributes need not wait until those are known. */
function useEarlyGoods() {
  const { address, looking } = useShop();
  const { slug, facets, path, q, sort } = address;
  const isEarly = slug === undefined && Object.keys(facets).length === 0;
  useInfiniteQuery({
    ...goodsQuery(looking, { path, q, sort, facets, kinds: new Map() }),
    enabled: isEarly,
  });
}

export function useChoice(shelf: Shelf): Choice {
  const { address } = useShop();
  const { sample, path } = shelf;
  return useMemo(
    () => ({ path, q: address.q, sort: address.sort, facets: address.facets, kinds: kindsIn(sample) }),
    [path, sample, address],
  );
}

function Filled({ shelf, shopName }: { shelf: Shelf; shopName: string }) {
  const { t } = useTranslation('storefront');
  const { address, looking, go } = useShop();
  const goods = useInfiniteQuery(goodsQuery(looking, useChoice(shelf)));
  const total = goods.data?.pages[0]?.total;
  const name = address.q ? t('shop.foundFor', { q: address.q }) : shelf.name || shopName;
  const sorts = SORTS.filter((each) => each !== 'relevance' || address.q);
  return (
    <>
      <Crumbs crumbs={shelf.breadcrumbs.slice(0, -1)} home={shopName} isHome={shelf.path === ''} />
      <h2 id="shelf-name">{name}</h2>
      {shelf.description && <p className="shop-lead">{shelf.description}</p>}
      {!address.q && <SubShelves path={shelf.path} />}
      <div className="shop-tools">
        <span role="status">
          {total === undefined ? ' ' : t('shop.plans', { count: total, total: number(total) })}
        </span>
        <label>
          {t('shop.sortBy')}{' '}
          <select
            value={address.sort}
            onChange={(event) => go({ ...address, sort: event.target.value as SortName }, true)}
          >
            {sorts.map((each) => (
              <option key={each} value={each}>
                {t(`shop.sort.${each}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Goods asked={goods} total={total} />
    </>
  );
}

function SubShelves({ path }: { path: string }) {
  const { t } = useTranslation('storefront');
  const { looking } = useShop();
  const asked = useInfiniteQuery(departmentsQuery(looking, path));
  const below = asked.data?.pages.flatMap((page) => page.items) ?? [];
  if (below.length === 0) return null;
  return (
    <ul className="shop-below" aria-label={t('shop.below')}>
      {below.map((each) => (
        <li key={each.path}>
          <ShopLink page={{ path: each.path }}>
            <span>{each.name}</span>
            <small>{number(each.plans)}</small>
          </ShopLink>
        </li>
      ))}
      {asked.hasNextPage && (
        <li>
          <button type="button" className="shop-more" onClick={() => void asked.fetchNextPage()}>
            {t('shop.moreDepartments')}
          </button>
        </li>
      )}
    </ul>
  );
}
