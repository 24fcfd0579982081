import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useShop } from './InShop';
import { PlanTile } from './PlanTile';
import type { PlanCard } from './queries';
import { Refused, Waiting } from './states';

interface Props {
  asked: UseInfiniteQueryResult<InfiniteData<{ items: PlanCard[] }>>;
  total: number | undefined;
}

export function Goods({ asked, total }: Props) {
  const { t } = useTranslation('storefront');
  if (asked.error) return <Refused wrong={asked.error} again={() => void asked.refetch()} />;
  if (!asked.data) return <Waiting />;
  if (total === 0) return <NothingHere />;
  return (
    <>
      <ul className="shop-goods">
        {asked.data.pages.flatMap((page) =>
          page.items.map((plan) => (
            <li key={plan.key}>
              <PlanTile plan={plan} />
            </li>
          )),
        )}
      </ul>
      {asked.hasNextPage && (
        <button
          type="button"
          className="shop-next"
          disabled={asked.isFetchingNextPage}
          onClick={() => void asked.fetchNextPage()}
        >
          {t('shop.morePlans')}
        </button>
      )}
    </>
  );
}

function NothingHere() {
  const { t } = useTranslation('storefront');
  const { address, go } = useShop();
  const isNarrowed = address.q !== undefined || Object.keys(address.facets).length > 0;
  return (
    <div className="shop-notice">
      <p>{isNarrowed ? t('shop.noneFound') : t('shop.emptyShelf')}</p>
      {isNarrowed && (
        <button type="button" onClick={() => go({ ...address, q: undefined, facets: {}, sort: 'shelf' })}>
          {t('shop.showAll')}
        </button>
      )}
    </div>
  );
}
