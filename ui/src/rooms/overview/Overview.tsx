// Where the day begins: what is live, what runs, what happened, and the next step from each.
import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { Answer, Nothing } from '@/shared/states';
import { catalogsOf } from './asked';
import { CatalogCard } from './CatalogCard';
import { RecentJobs } from './RecentJobs';
import { RecentMoves } from './RecentMoves';

export function Page() {
  const { t } = useTranslation('overview');
  const environment = useEnvironment();
  const catalogs = useQuery(catalogsOf(environment));
  return (
    <div style={{ display: 'grid', gap: 16, maxWidth: 1280 }}>
      <Answer asked={catalogs}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing>{t('noCatalogs')}</Nothing>
          ) : (
            <div
              style={{
                display: 'grid',
                gap: 16,
                gridTemplateColumns: 'repeat(auto-fill, minmax(380px, 1fr))',
              }}
            >
              {items.map((catalog) => (
                <CatalogCard key={catalog.key} environment={environment} catalog={catalog} />
              ))}
            </div>
          )
        }
      </Answer>
      <div style={{ display: 'grid', gap: 16, gridTemplateColumns: 'repeat(auto-fit, minmax(380px, 1fr))' }}>
        <Card size="small" title={<h2 className="card-title">{t('moves.title', { environment })}</h2>}>
          <RecentMoves environment={environment} />
        </Card>
        <Card size="small" title={<h2 className="card-title">{t('jobs.title')}</h2>}>
          <RecentJobs environment={environment} />
        </Card>
      </div>
    </div>
  );
}
