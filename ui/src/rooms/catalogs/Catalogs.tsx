// The catalogs of an environment. Whoever worked in one before goes straight on there; `?all=1` stays here.
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Navigate, useSearch } from '@tanstack/react-router';
import { Button, Flex } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lastCatalog } from '@/app/lastPlace';
import { useEnvironment, useMay } from '@/app/session';
import { Answer, Nothing } from '@/shared/states';
import { type Catalog, useCatalogs } from './catalogs';
import { CatalogDrawer } from './list/CatalogDrawer';
import { CatalogTable } from './list/CatalogTable';
import { DeleteCatalog } from './list/DeleteCatalog';
import { DeletedCatalogs } from './list/DeletedCatalogs';

type Opened = { what: 'create' | 'deleted' } | { what: 'change' | 'delete'; catalog: Catalog } | null;

export function Page() {
  const { t } = useTranslation('catalogs');
  const environment = useEnvironment();
  const { all } = useSearch({ strict: false }) as { all?: string };
  const asked = useCatalogs(environment);
  const mayCreate = useMay('catalog-editor');
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  const last = lastCatalog(environment);
  if (all === undefined && asked.data?.some((each) => each.key === last)) {
    const params = { environment, catalog: last! };
    return <Navigate to="/$environment/catalogs/$catalog" params={params} replace />;
  }
  const create = mayCreate && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpened({ what: 'create' })}>
      {t('list.create')}
    </Button>
  );
  return (
    <>
      <Flex align="center" gap={8} style={{ marginBottom: 12 }}>
        <span className="quiet" style={{ flex: 1 }}>
          {asked.data && t('list.count', { count: asked.data.length, environment })}
        </span>
        <Button icon={<DeleteOutlined />} onClick={() => setOpened({ what: 'deleted' })}>
          {t('list.deleted')}
        </Button>
        {create}
      </Flex>
      <Answer asked={asked}>
        {(catalogs) =>
          catalogs.length === 0 ? (
            <Nothing action={create}>{t('list.none', { environment })}</Nothing>
          ) : (
            <CatalogTable
              environment={environment}
              catalogs={catalogs}
              change={(catalog) => setOpened({ what: 'change', catalog })}
              remove={(catalog) => setOpened({ what: 'delete', catalog })}
            />
          )
        }
      </Answer>
      {opened?.what === 'create' && (
        <CatalogDrawer environment={environment} before={null} catalogs={asked.data ?? []} close={close} />
      )}
      {opened?.what === 'change' && (
        <CatalogDrawer
          environment={environment}
          before={opened.catalog}
          catalogs={asked.data ?? []}
          close={close}
        />
      )}
      {opened?.what === 'delete' && (
        <DeleteCatalog environment={environment} catalog={opened.catalog} close={close} />
      )}
      {opened?.what === 'deleted' && <DeletedCatalogs environment={environment} close={close} />}
    </>
  );
}
