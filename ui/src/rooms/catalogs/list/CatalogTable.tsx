import { MoreOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Dropdown, Skeleton, Table, type TableProps, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { mayDo, useMe } from '@/app/session';
import { api, inEnvironment, told, type Words } from '@/shared/api';
import { ago, instant, number, shortDigest } from '@/shared/format';
import { StatusTag } from '@/shared/StatusTag';
import { type Catalog, nameOf } from '../catalogs';

interface Listed {
  environment: string;
  catalogs: readonly Catalog[];
  change: (catalog: Catalog) => void;
  remove: (catalog: Catalog) => void;
}

const A_PAGE = 25;

export function CatalogTable({ environment, catalogs, change, remove }: Listed) {
  const { t, i18n } = useTranslation('catalogs');
  const me = useMe();
  const columns: TableProps<Catalog>['columns'] = [
    {
      key: 'name',
      title: t('list.name'),
      render: (_, each) => (
        <>
          <Link
            to="/$environment/catalogs/$catalog"
            params={{ environment, catalog: each.key }}
            style={{ fontWeight: 600 }}
          >
            {nameOf(each, i18n.language)}
          </Link>{' '}
          <span className="quiet mono">{each.key}</span>
        </>
      ),
    },
    {
      key: 'kind',
      title: t('list.kind'),
      render: (_, each) => t(`kind.${each.type}`, { defaultValue: each.type }),
    },
    { key: 'locales', title: t('list.locales'), render: (_, each) => each.locales.join(', ') || '–' },
    {
      key: 'currencies',
      title: t('list.currencies'),
      render: (_, each) => each.currencies.join(', ') || '–',
    },
    {
      key: 'live',
      title: t('list.live'),
      render: (_, each) => <Live environment={environment} catalog={each.key} />,
    },
    {
      key: 'draft',
      title: t('list.draft'),
      render: (_, each) => <Draft environment={environment} catalog={each.key} />,
    },
    {
      key: 'more',
      title: <span className="unseen">{t('list.actions')}</span>,
      width: 40,
      render: (_, each) =>
        mayDo(me, ['catalog-editor'], { catalog: each.key }) && (
          <Dropdown
            trigger={['click']}
            menu={{
              items: [
                { key: 'change', label: t('list.change'), onClick: () => change(each) },
                { type: 'divider' },
                { key: 'delete', label: t('list.delete'), danger: true, onClick: () => remove(each) },
              ],
            }}
          >
            <Button
              size="small"
              type="text"
              icon={<MoreOutlined />}
              aria-label={t('list.actionsOf', { name: nameOf(each, i18n.language) })}
            />
          </Dropdown>
        ),
    },
  ];
  return (
    <Table
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={[...catalogs]}
      pagination={catalogs.length > A_PAGE ? { pageSize: A_PAGE, showSizeChanger: false } : false}
    />
  );
}

/** What a publish would change, and what it would replace: one question tells both. */
function useSummary(environment: string, key: string) {
  return useQuery({
    queryKey: ['publishing', environment, key, 'summary'],
    queryFn: (): Promise<Words['SummaryOut']> =>
      told(
        api.GET('/commerce/catalogs/{key}/difference/summary', {
          params: { path: { key } },
          headers: inEnvironment(environment),
        }),
      ),
    staleTime: 60_000,
  });
}

function Live({ environment, catalog }: { environment: string; catalog: string }) {
  const { t } = useTranslation('catalogs');
  const asked = useSummary(environment, catalog);
  if (asked.isPending) return <Waiting />;
  if (asked.error) return <Unknown wrong={asked.error} />;
  const { version, number: ordinal, publishedAt, publishedBy, nodes } = asked.data.from;
  if (version == null) return <StatusTag>{t('list.notLive')}</StatusTag>;
  return (
    <Tooltip title={publishedAt && t('list.publishedBy', { when: instant(publishedAt), who: publishedBy })}>
      <span>
        <StatusTag tone="good">{t('list.version', { number: ordinal })}</StatusTag>{' '}
        <span className="mono quiet">{shortDigest(version)}</span>{' '}
        <span className="quiet">
          {t('list.liveSince', {
            count: nodes ?? 0,
            nodes: number(nodes ?? 0),
            when: publishedAt ? ago(publishedAt) : '',
          })}
        </span>
      </span>
    </Tooltip>
  );
}

function Draft({ environment, catalog }: { environment: string; catalog: string }) {
  const { t } = useTranslation('catalogs');
  const asked = useSummary(environment, catalog);
  if (asked.isPending) return <Waiting />;
  if (asked.error) return <Unknown wrong={asked.error} />;
  const { total } = asked.data;
  if (total === 0) return <span className="quiet">{t('list.asLive')}</span>;
  return (
    <Link to="/$environment/publish/$catalog" params={{ environment, catalog }}>
      <StatusTag tone="wait">{t('list.changes', { count: total, shown: number(total) })}</StatusTag>
    </Link>
  );
}

function Waiting() {
  return <Skeleton.Button active size="small" style={{ width: 120, height: 18 }} />;
}

function Unknown({ wrong }: { wrong: Error }) {
  const { t } = useTranslation('catalogs');
  return (
    <Tooltip title={wrong.message}>
      <span className="quiet">{t('list.unknown')}</span>
    </Tooltip>
  );
}
