// One node of the tree beside it: what it says, what stands on it and why, when it is seen, what was done to it.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useEnvironment, useMay } from '@/app/session';
import type { Tagged } from '@/shared/api';
import { number } from '@/shared/format';
import { Answer, Loading } from '@/shared/states';
import { AccessTab } from './AccessTab';
import { TABS, type Tab, useTab } from './address';
import { DetailsTab } from './DetailsTab';
import { effective } from './effective';
import { type Node, valuesOf } from './form';
import { NodeHeader } from './NodeHeader';
import './node.css';
import { type Catalog, useCatalogs } from '../catalogs';
import { useContentLocale } from '../contentLocale';
import { type Here, HereContext } from './here';
import { membersQuery, nodeQuery } from './queries';
import { SaveBar } from './SaveBar';
import { useGuards } from './useGuards';
import { useNodeForm } from './useNodeForm';

const ShelfTab = lazy(() => import('./shelf/ShelfTab').then((file) => ({ default: file.ShelfTab })));
const RuleTab = lazy(() => import('../rules/RuleTab').then((file) => ({ default: file.RuleTab })));
const HistoryTab = lazy(() => import('./HistoryTab').then((file) => ({ default: file.HistoryTab })));

export function NodePanel({ catalog, node }: { catalog: string; node: string }) {
  const environment = useEnvironment();
  const asked = useQuery(nodeQuery(environment, node));
  const home = useCatalogs(environment);
  return (
    <Answer asked={asked} rows={8}>
      {(read) => (
        <Answer asked={home} rows={8}>
          {(catalogs) => (
            <Panel
              key={node}
              read={read}
              catalog={catalogs.find((each) => each.key === catalog) ?? null}
              catalogKey={catalog}
            />
          )}
        </Answer>
      )}
    </Answer>
  );
}

function Panel({
  read,
  catalog,
  catalogKey,
}: {
  read: Tagged<Node>;
  catalog: Catalog | null;
  catalogKey: string;
}) {
  const { t } = useTranslation('nodes');
  const environment = useEnvironment();
  const node = read.body;
  const locales = catalog?.locales ?? [];
  const locale = useContentLocale(locales);
  const title = nameIn(node, locale, catalog) ?? catalogKey;
  const mayEdit = useMay('catalog-editor', { catalog: catalogKey, path: node.path });
  const form = useNodeForm(read, title);
  const [tab, open] = useTab();
  useGuards(form, mayEdit, title);

  const here: Here = {
    environment,
    catalogKey,
    catalog,
    node,
    title,
    locale,
    locales,
    mayEdit,
    nameOf: (each) => nameIn(each, locale, catalog) ?? catalogKey,
  };
  const bodies: Record<Tab, ReactNode> = {
    details: <DetailsTab form={form} />,
    plans: <ShelfTab />,
    rule: <RuleTab catalog={catalogKey} node={node.id} />,
    access: <AccessTab form={form} />,
    history: <HistoryTab />,
  };
  return (
    <HereContext.Provider value={here}>
      <section className="node-panel" aria-label={title}>
        <NodeHeader />
        <SaveBar form={form} />
        <Tabs
          size="small"
          activeKey={tab}
          onChange={(key) => open(key as Tab)}
          items={TABS.map((each) => ({
            key: each,
            label:
              each === 'plans' ? <PlansLabel environment={environment} id={node.id} /> : t(`tabs.${each}`),
            children: (
              <Suspense fallback={<Loading />}>
                <div className="node-tab">{bodies[each]}</div>
              </Suspense>
            ),
          }))}
          destroyOnHidden
        />
      </section>
    </HereContext.Provider>
  );
}

/** The count is known as soon as the first page of the shelf is; nothing jumps before. */
function PlansLabel({ environment, id }: { environment: string; id: string }) {
  const { t } = useTranslation('nodes');
  const { data } = useInfiniteQuery(membersQuery(environment, id, { search: '', out: false }));
  return (
    <>
      {t('tabs.plans')} <span className="quiet node-count">{data ? number(data.pages[0]!.total) : ''}</span>
    </>
  );
}

function nameIn(node: Node, locale: string, catalog: Catalog | null): string | null {
  const said = effective(valuesOf(node), 'displayName', locale, catalog?.locales ?? [], node.key).text;
  return said ?? (catalog ? (catalog.name[locale] ?? Object.values(catalog.name)[0] ?? null) : null);
}
