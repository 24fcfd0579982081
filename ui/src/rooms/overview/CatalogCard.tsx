import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Card, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Words } from '@/shared/api';
import { ago, instant, number, shortDigest } from '@/shared/format';
import { StatusTag } from '@/shared/StatusTag';
import { Answer } from '@/shared/states';
import { lastPublication } from './asked';

type Catalog = Words['CatalogPage']['items'][number];
type Publication = Words['PublicationOut'];

export function CatalogCard({ environment, catalog }: { environment: string; catalog: Catalog }) {
  const { t, i18n } = useTranslation('overview');
  const asked = useQuery(lastPublication(environment, catalog.key));
  const params = { environment, catalog: catalog.key };
  const name = catalog.name[i18n.language] ?? catalog.name.en ?? catalog.key;
  return (
    <Card
      size="small"
      title={
        <h2 className="card-title">
          <Link to="/$environment/catalogs/$catalog" params={params}>
            {name}
          </Link>{' '}
          {name !== catalog.key && <span className="quiet mono">{catalog.key}</span>}
        </h2>
      }
      extra={<StatusTag tone="info">{catalog.type}</StatusTag>}
    >
      <Answer asked={asked} rows={2}>
        {(last) =>
          last === null ? <div className="quiet">{t('neverPublished')}</div> : <Last publication={last} />
        }
      </Answer>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, marginTop: 12 }}>
        <Link to="/$environment/catalogs/$catalog" params={params}>
          <Button size="small">{t('openDraft')}</Button>
        </Link>
        <Link to="/$environment/publish/$catalog" params={params}>
          <Button size="small">{t('whatWouldChange')}</Button>
        </Link>
        <Link to="/$environment/publish/$catalog/versions" params={params}>
          <Button size="small">{t('versions')}</Button>
        </Link>
      </div>
    </Card>
  );
}

function Last({ publication }: { publication: Publication }) {
  const { t } = useTranslation('overview');
  const { version, publishedAt, publishedBy, tags } = publication;
  return (
    <div style={{ display: 'grid', gap: 4 }}>
      <div>
        {t('holds', {
          nodes: number(version.nodes),
          ratePlans: number(version.ratePlans),
          memberships: number(version.memberships),
        })}
      </div>
      <Tooltip title={instant(publishedAt)}>
        <div className="quiet">{t('published', { when: ago(publishedAt), who: publishedBy })}</div>
      </Tooltip>
      <div>
        <span className="mono">{shortDigest(version.digest)}</span>{' '}
        {tags.map((tag) => (
          <StatusTag key={tag} style={{ marginLeft: 4 }}>
            {tag}
          </StatusTag>
        ))}
      </div>
    </div>
  );
}
