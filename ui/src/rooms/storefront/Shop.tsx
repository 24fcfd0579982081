// The shop as customers see it, and above it a bar of the console's: which version, when, seen as whom.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { lastCatalog } from '@/app/lastPlace';
import { useEnvironment, useMe } from '@/app/session';
import { useCatalogs } from '@/rooms/catalogs/catalogs';
import { Answer, Nothing } from '@/shared/states';
import { PreviewBar } from './bar/PreviewBar';
import { type Address, readAddress, writeAddress } from './shop/address';
import { InShop, type ShopWindow } from './shop/InShop';
import { Storefront } from './shop/Storefront';
import './shop/shop.css';

export function Page() {
  const { t } = useTranslation('storefront');
  const environment = useEnvironment();
  const catalogs = useCatalogs(environment);
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const address = useMemo(() => readAddress(search), [search]);
  return (
    <Answer asked={catalogs} rows={10}>
      {(all) => {
        const last = address.catalog ?? lastCatalog(environment);
        const catalog = all.find((each) => each.key === last)?.key ?? address.catalog ?? all[0]?.key;
        if (catalog === undefined) return <Nothing>{t('noCatalogs', { environment })}</Nothing>;
        return <Preview address={{ ...address, catalog }} catalogs={all.map((each) => each.key)} />;
      }}
    </Answer>
  );
}

function Preview({ address, catalogs }: { address: Address & { catalog: string }; catalogs: string[] }) {
  const shop = useWindow(address);
  return (
    <InShop.Provider value={shop}>
      <div className="preview">
        <PreviewBar catalogs={catalogs} />
        <div className="preview-stage">
          <div className={address.phone ? 'shop phone' : 'shop'}>
            <Storefront />
          </div>
        </div>
      </div>
    </InShop.Provider>
  );
}

function useWindow(address: Address & { catalog: string }): ShopWindow {
  const environment = useEnvironment();
  const { tenant } = useMe();
  const navigate = useNavigate();
  const { catalog, version, tag, asOf, locale, anonymous } = address;
  return {
    address,
    looking: {
      seen: { environment, tenant, anonymous },
      at: { catalog, version, tag, asOf, locale },
    },
    go: (next, replace = false) =>
      void navigate({
        to: '/$environment/play/shop',
        params: { environment },
        search: writeAddress(next) as Record<string, string>,
        replace,
      }),
  };
}
