import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { instant } from '@/shared/format';
import { Answer, Nothing } from '@/shared/states';
import { byItselfOf } from './byItself';
import { nameIn, VersionLine } from './CatalogHead';
import { headlineOf } from './headline';
import { catalogsQuery, overviewQuery, type Summary, summaryQuery } from './queries';

/** Each catalog with what stands between its draft and what is live. */
export function Page() {
  const { t } = useTranslation('publishing');
  const environment = useEnvironment();
  const asked = useQuery(catalogsQuery(environment));
  return (
    <div>
      <h2 className="pub-title" style={{ marginBottom: 12 }}>
        {t('title', { environment })}
      </h2>
      <Answer asked={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing
              action={
                <Link to="/$environment/catalogs" params={{ environment }}>
                  {t('catalogs.toCatalogs')}
                </Link>
              }
            >
              {t('catalogs.none')}
            </Nothing>
          ) : (
            <Catalogs catalogs={items} />
          )
        }
      </Answer>
    </div>
  );
}

interface Catalog {
  key: string;
  name: Record<string, string>;
}

function Catalogs({ catalogs }: { catalogs: Catalog[] }) {
  const { t, i18n } = useTranslation('publishing');
  const environment = useEnvironment();
  const summaries = useQueries({
    queries: catalogs.map(({ key: catalog }) =>
      summaryQuery({ environment, catalog, from: 'live', to: 'draft' }),
    ),
  });
  const rows = catalogs.map((catalog, at) => ({ catalog, asked: summaries[at]! }));
  type Row = (typeof rows)[number];
  return (
    <Table<Row>
      size="small"
      rowKey={({ catalog }) => catalog.key}
      pagination={false}
      dataSource={rows}
      columns={[
        {
          title: t('catalogs.catalog'),
          width: 260,
          render: (_, { catalog }) => (
            <Link to="/$environment/publish/$catalog" params={{ environment, catalog: catalog.key }}>
              <strong>{nameIn(catalog.name, i18n.language)}</strong>{' '}
              <span className="mono quiet">{catalog.key}</span>
            </Link>
          ),
        },
        {
          title: t('catalogs.live'),
          render: (_, { catalog, asked }) => (
            <>
              {asked.data && <VersionLine side={asked.data.from} />}
              <ByItself catalog={catalog.key} />
            </>
          ),
        },
        {
          title: t('catalogs.draft'),
          render: (_, { asked }) =>
            asked.isError ? (
              <span className="pub-loss">
                {asked.error.message} <span className="mono">{(asked.error as { code?: string }).code}</span>
              </span>
            ) : asked.data ? (
              <DraftWords summary={asked.data} />
            ) : (
              <span className="quiet">{t('catalogs.comparing')}</span>
            ),
        },
        {
          title: <span className="quiet">{t('catalogs.action')}</span>,
          width: 200,
          render: (_, { catalog, asked }) => (
            <Link to="/$environment/publish/$catalog" params={{ environment, catalog: catalog.key }}>
              <Button
                size="small"
                type={asked.data && asked.data.total > 0 ? 'primary' : 'default'}
                tabIndex={-1}
              >
                {asked.data && asked.data.total > 0
                  ? t('catalogs.review', { count: asked.data.total })
                  : t('catalogs.open')}
              </Button>
            </Link>
          ),
        },
      ]}
    />
  );
}

/** When time alone makes what is live another. */
function ByItself({ catalog }: { catalog: string }) {
  const { t } = useTranslation('publishing');
  const { data } = useQuery(overviewQuery(useEnvironment()));
  const glance = data?.items.find((each) => each.key === catalog);
  const said = glance && byItselfOf(glance);
  if (!said) return null;
  const when = said.boundary === null ? '' : instant(said.boundary);
  return <div className={said.isHeld ? 'pub-loss' : 'quiet'}>{t(`byItself.${said.words}`, { when })}</div>;
}

function DraftWords({ summary }: { summary: Summary }) {
  const { t } = useTranslation('publishing');
  if (summary.total === 0) return <span className="quiet">{t('catalogs.same')}</span>;
  const { sentence, ...counts } = headlineOf(summary);
  return (
    <>
      <strong>{t('catalogs.differs', { count: summary.total })}</strong>{' '}
      <span className="quiet">{t(`headline.compare.${sentence}`, counts)}</span>
    </>
  );
}
