import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { api, inEnvironment, told } from '@/shared/api';
import { Field } from '@/shared/fields';
import { type Grant, NEW_GRANT, ROLES } from './grants';

function useCatalogs() {
  const environment = useEnvironment();
  return useQuery({
    queryKey: ['admin', environment, 'catalogs'],
    queryFn: () =>
      told(
        api.GET('/commerce/catalogs', {
          params: { query: { limit: 100 } },
          headers: inEnvironment(environment),
        }),
      ),
  });
}

export function GrantsEditor({ grants, onChange }: { grants: Grant[]; onChange: (grants: Grant[]) => void }) {
  const { t } = useTranslation('admin');
  const catalogs = useCatalogs().data?.items ?? [];
  const replace = (at: number, changes: Partial<Grant>) =>
    onChange(grants.map((each, here) => (here === at ? { ...each, ...changes } : each)));
  return (
    <div>
      {grants.map((grant, at) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: grants are known by their place
          key={at}
          style={{ display: 'grid', gridTemplateColumns: '160px 1fr 1fr 28px', gap: 8, alignItems: 'start' }}
        >
          <Field label={t('grant.role')} at={`/grants/${at}`} hint={t(`role.${grant.role}`)}>
            {(control) => (
              <Select
                {...control}
                value={grant.role}
                onChange={(role) => replace(at, { role })}
                options={ROLES.map((role) => ({ value: role, label: role, title: t(`role.${role}`) }))}
              />
            )}
          </Field>
          <Field label={t('grant.catalog')} at={`/grants/${at}/catalog`}>
            {(control) => (
              <Select
                {...control}
                allowClear
                showSearch
                placeholder={t('grant.everyCatalog')}
                value={grant.catalog ?? undefined}
                onChange={(catalog?: string) => replace(at, { catalog: catalog ?? null, path: null })}
                options={catalogs.map((catalog) => ({ value: catalog.key, label: catalog.key }))}
              />
            )}
          </Field>
          <Field
            label={t('grant.path')}
            at={`/grants/${at}/path`}
            hint={grant.catalog ? t('grant.pathHint') : undefined}
          >
            {(control) => (
              <Input
                {...control}
                className="mono"
                disabled={!grant.catalog}
                placeholder={t('grant.wholeCatalog')}
                value={grant.path ?? ''}
                onChange={(event) => replace(at, { path: event.target.value || null })}
              />
            )}
          </Field>
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('grant.remove', { role: grant.role })}
            title={t('grant.remove', { role: grant.role })}
            disabled={grants.length === 1}
            style={{ marginTop: 22 }}
            onClick={() => onChange(grants.filter((_, here) => here !== at))}
          />
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={() => onChange([...grants, NEW_GRANT])}>
        {t('grant.add')}
      </Button>
    </div>
  );
}

/** Which environments something is good for; null means all, also those made later. */
export function EnvironmentsField({
  value,
  onChange,
}: {
  value: string[] | null;
  onChange: (keys: string[] | null) => void;
}) {
  const { t } = useTranslation('admin');
  const found = useQuery(environmentsQuery);
  return (
    <Field label={t('grant.environments')} at="/environments" hint={t('grant.environmentsHint')}>
      {(control) => (
        <Select
          {...control}
          mode="multiple"
          allowClear
          placeholder={t('grant.everyEnvironment')}
          value={value ?? []}
          onChange={(keys: string[]) => onChange(keys.length > 0 ? keys : null)}
          options={found.data?.items.map(({ key }) => ({ value: key, label: key })) ?? []}
        />
      )}
    </Field>
  );
}

export const environmentsQuery = {
  queryKey: ['admin', 'environments'],
  queryFn: () => told(api.GET('/environments', { params: { query: { limit: 100 } } })),
};
