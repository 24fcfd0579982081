import { Link } from '@tanstack/react-router';
import { Button, Card, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Words } from '@/shared/api';
import { ago, instant, number, shortDigest } from '@/shared/format';
import { StatusTag, type Tone } from '@/shared/StatusTag';

type Glance = Words['GlanceOut'];
type Live = NonNullable<Glance['live']>;

export function CatalogCard({ environment, catalog }: { environment: string; catalog: Glance }) {
  const { t, i18n } = useTranslation('overview');
  const params = { environment, catalog: catalog.key };
  const name = nameIn(catalog.name, i18n.language) ?? catalog.key;
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
      extra={<Standing catalog={catalog} />}
    >
      {catalog.live === null ? <div className="quiet">{t('notLive')}</div> : <IsLive live={catalog.live} />}
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

/** Whether there is something to publish, as far as that is known without working out the draft. */
function Standing({ catalog }: { catalog: Glance }) {
  const { t } = useTranslation('overview');
  if (catalog.live === null) return <StatusTag>{t('standing.notLive')}</StatusTag>;
  const standings: [boolean | null, Tone, string][] = [
    [false, 'good', 'same'],
    [true, 'wait', 'differs'],
    [null, 'info', 'unknown'],
  ];
  const [, tone, words] = standings.find(([differs]) => differs === catalog.draftDiffers)!;
  return (
    <Tooltip title={t(`standing.${words}Hint`)}>
      <StatusTag tone={tone}>{t(`standing.${words}`)}</StatusTag>
    </Tooltip>
  );
}

function IsLive({ live }: { live: Live }) {
  const { t } = useTranslation('overview');
  return (
    <div style={{ display: 'grid', gap: 4 }}>
      <div>
        {t('holds', {
          nodes: number(live.nodes),
          ratePlans: number(live.ratePlans),
          memberships: number(live.memberships),
        })}
      </div>
      <Tooltip title={instant(live.since)}>
        <div className="quiet">{t('liveSince', { when: ago(live.since) })}</div>
      </Tooltip>
      <span className="mono">{shortDigest(live.version)}</span>
    </div>
  );
}

/** In the language, in its variant that is there, or in English. */
function nameIn(names: Record<string, string>, language: string): string | undefined {
  const variant = Object.keys(names).find((locale) => locale.split('-')[0] === language);
  return names[language] ?? (variant && names[variant]) ?? names.en ?? names['en-US'];
}
