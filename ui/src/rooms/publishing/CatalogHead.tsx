import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { Segmented, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { ago, instant, shortDigest } from '@/shared/format';
import { StatusTag } from '@/shared/StatusTag';
import { catalogsQuery, type Summary } from './queries';
import './publishing.css';

const VIEWS = ['', '/versions', '/compare', '/history'] as const;
const WORDS = { '': 'changes', '/versions': 'versions', '/compare': 'compare', '/history': 'history' };

/** Name of the catalog and the ways to look at it: what will change, what was, any two, one thing. */
export function CatalogHead({ catalog, children }: { catalog: string; children?: React.ReactNode }) {
  const { t } = useTranslation('publishing');
  const environment = useEnvironment();
  const go = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const here = VIEWS.find((view) => view !== '' && path.endsWith(view)) ?? '';
  return (
    <header className="pub-line" style={{ marginBottom: 12 }}>
      <h2 className="pub-title">
        <CatalogName catalog={catalog} />
      </h2>
      <Segmented
        aria-label={t('views.label')}
        value={here}
        onChange={(view) =>
          void go({ to: `/$environment/publish/$catalog${view}`, params: { environment, catalog } })
        }
        options={VIEWS.map((view) => ({ value: view, label: t(`views.${WORDS[view]}`) }))}
      />
      <span style={{ flex: 1 }} />
      {children}
    </header>
  );
}

function CatalogName({ catalog }: { catalog: string }) {
  const environment = useEnvironment();
  const { i18n } = useTranslation('publishing');
  const asked = useQuery(catalogsQuery(environment));
  const found = asked.data?.items.find((each) => each.key === catalog);
  const name = nameIn(found?.name, i18n.language) ?? catalog;
  return (
    <Link className="pub-place" to="/$environment/catalogs/$catalog" params={{ environment, catalog }}>
      {name} {name !== catalog && <span className="mono quiet">{catalog}</span>}
    </Link>
  );
}

/** The catalog's name in the reader's language, else in its first. */
export function nameIn(names: Record<string, string> | undefined, language: string): string | undefined {
  if (names === undefined) return undefined;
  const said = Object.entries(names);
  return (said.find(([locale]) => locale.startsWith(language)) ?? said[0])?.[1];
}

type Side = Summary['from'];

/** A version as people name it: by its number here, else by its digest; with who published it and when. */
export function VersionLine({ side, live = false }: { side: Side; live?: boolean }) {
  const { t } = useTranslation('publishing');
  if (side.kind !== 'version' || !side.version)
    return <span className="quiet">{t(`side.${side.kind}`)}</span>;
  return (
    <span className="pub-line" style={{ gap: '0 8px' }}>
      {live && <StatusTag tone="good">{t('live')}</StatusTag>}
      <strong>{versionName(t, side)}</strong>
      <Digest digest={side.version} />
      {side.publishedAt && (
        <span className="quiet" title={instant(side.publishedAt)}>
          {t('side.published', { when: ago(side.publishedAt), who: side.publishedBy })}
        </span>
      )}
    </span>
  );
}

type Say = (key: string, values?: Record<string, unknown>) => string;

export function versionName(t: Say, { version, number }: Pick<Side, 'version' | 'number'>): string {
  return number == null ? shortDigest(version ?? '') : t('version', { number });
}

/** Short to read, whole to copy. */
export function Digest({ digest }: { digest: string }) {
  const { t } = useTranslation('publishing');
  return (
    <Typography.Text
      className="mono quiet pub-digest"
      copyable={{ text: digest, tooltips: [t('digest.copy'), t('digest.copied')] }}
      title={digest}
    >
      {shortDigest(digest)}
    </Typography.Text>
  );
}
