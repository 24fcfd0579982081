// A catalog: its tree on the left, the chosen node beside it. What is chosen stands in the address.
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Splitter } from 'antd';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rememberCatalog } from '@/app/lastPlace';
import { useEnvironment } from '@/app/session';
import { Answer, Loading, Nothing } from '@/shared/states';
import { type Catalog, nameOf, useCatalogs } from './catalogs';
import { useContentLocale } from './contentLocale';
import { NodePanel } from './node/NodePanel';
import { useTree } from './tree/source';
import { TreePane } from './tree/TreePane';
import { Way } from './Way';

const WIDTH = 'treeWidth';

export function Page() {
  const environment = useEnvironment();
  const { catalog: key } = useParams({ strict: false }) as { catalog: string };
  const asked = useCatalogs(environment);
  const { t } = useTranslation('catalogs');
  return (
    <Answer asked={asked} rows={12}>
      {(catalogs) => {
        const catalog = catalogs.find((each) => each.key === key);
        if (catalog === undefined) return <Nothing>{t('noSuchCatalog', { key, environment })}</Nothing>;
        // Another catalog is another tree: nothing of what was open in the last one stays.
        return <Screen key={`${environment}/${key}`} catalog={catalog} catalogs={catalogs} />;
      }}
    </Answer>
  );
}

function Screen({ catalog, catalogs }: { catalog: Catalog; catalogs: readonly Catalog[] }) {
  const { t } = useTranslation('catalogs');
  const environment = useEnvironment();
  const locale = useContentLocale(catalog.locales);
  const source = useTree({ environment, catalog: catalog.key, locale });
  const { node } = useSearch({ strict: false }) as { node?: string };
  const go = useNavigate();
  const [width] = useState(() => Number(localStorage.getItem(WIDTH)) || 440);
  useEffect(() => rememberCatalog(environment, catalog.key), [environment, catalog.key]);

  const choose = (id: string | null) =>
    void go({
      to: '/$environment/catalogs/$catalog',
      params: { environment, catalog: catalog.key },
      search: (before) => ({ ...before, node: id ?? undefined }),
      replace: true,
    });
  const goTo = (key: string | null) =>
    void (key === null
      ? go({ to: '/$environment/catalogs', params: { environment }, search: { all: '1' } })
      : go({ to: '/$environment/catalogs/$catalog', params: { environment, catalog: key }, search: {} }));

  return (
    <Splitter
      style={{ margin: -16, height: 'calc(100% + 32px)', width: 'auto' }}
      onResizeEnd={([tree]) => localStorage.setItem(WIDTH, String(Math.round(tree!)))}
    >
      <Splitter.Panel defaultSize={width} min={280} max="65%" style={{ overflow: 'hidden' }}>
        <TreePane
          source={source}
          catalog={catalog}
          catalogs={catalogs}
          nameOf={(each) => nameOf(each, locale)}
          locale={locale}
          chosen={node ?? null}
          choose={choose}
          goTo={goTo}
        />
      </Splitter.Panel>
      <Splitter.Panel style={{ overflow: 'auto', padding: 16, background: 'var(--ant-color-bg-layout)' }}>
        {node === undefined ? (
          <Nothing>{t('tree.pickOne')}</Nothing>
        ) : (
          <>
            <Way
              forest={source.asked.data?.forest}
              node={node}
              catalogName={nameOf(catalog, locale)}
              choose={choose}
            />
            {/* What the panel still has to fetch must not take the tree away, nor the focus in it. */}
            <Suspense fallback={<Loading rows={8} />}>
              <NodePanel key={node} catalog={catalog.key} node={node} />
            </Suspense>
          </>
        )}
      </Splitter.Panel>
    </Splitter>
  );
}
