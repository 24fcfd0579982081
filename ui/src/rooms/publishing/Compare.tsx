import { SwapOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { ago } from '@/shared/format';
import { CatalogHead, VersionLine, versionName } from './CatalogHead';
import { BlastRadius } from './difference/BlastRadius';
import { DifferenceView } from './difference/DifferenceView';
import { type Ends, publicationsQuery, summaryQuery, tagsQuery } from './queries';

interface Address {
  from?: string;
  to?: string;
  show?: string;
}

/** Any two of draft, live, previous, versions and tags; the address says which, so it can be sent to others. */
export function Page() {
  const { catalog } = useParams({ strict: false }) as { catalog: string };
  const environment = useEnvironment();
  const address = useSearch({ strict: false }) as Address;
  const go = useNavigate();
  const ends: Ends = {
    environment,
    catalog,
    from: said(address.from, 'previous'),
    to: said(address.to, 'live'),
  };
  const turn = (change: Address) =>
    void go({
      to: '/$environment/publish/$catalog/compare',
      params: { environment, catalog },
      search: { ...address, ...change },
      replace: true,
    });
  return (
    <div>
      <CatalogHead catalog={catalog} />
      <div className="pub-two">
        <div className="pub-stack">
          <Choice ends={ends} turn={turn} />
          <DifferenceView
            ends={ends}
            purpose="compare"
            show={address.show}
            onShow={(show) => turn({ show })}
          />
        </div>
        <Touched ends={ends} />
      </div>
    </div>
  );
}

/** The router reads "7" out of an address as a number. */
function said(end: unknown, otherwise: string): string {
  return end === undefined ? otherwise : String(end);
}

function Touched({ ends }: { ends: Ends }) {
  const summary = useQuery(summaryQuery(ends)).data;
  const { t } = useTranslation('publishing');
  return <aside aria-label={t('blast.title')}>{summary && <BlastRadius summary={summary} />}</aside>;
}

function Choice({ ends, turn }: { ends: Ends; turn: (change: Address) => void }) {
  const { t } = useTranslation('publishing');
  const summary = useQuery(summaryQuery(ends)).data;
  const options = useOptions(ends);
  const hasDraft = ends.to === 'draft';
  return (
    <div className="pub-choice">
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('compare.from')}
        prefix={<span className="quiet">{t('compare.from')}</span>}
        value={ends.from}
        onChange={(from) => turn({ from })}
        options={options.filter((each) => each.value !== 'draft')}
      />
      <Button
        icon={<SwapOutlined />}
        aria-label={t('compare.swap')}
        title={hasDraft ? t('compare.draftIsLast') : t('compare.swap')}
        disabled={hasDraft}
        onClick={() => turn({ from: ends.to, to: ends.from })}
      />
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('compare.to')}
        prefix={<span className="quiet">{t('compare.to')}</span>}
        value={ends.to}
        onChange={(to) => turn({ to })}
        options={options}
      />
      <div>{summary && <VersionLine side={summary.from} />}</div>
      <span />
      <div>{summary && <VersionLine side={summary.to} />}</div>
    </div>
  );
}

/** What can be named, and what the address names already even if no list holds it. */
function useOptions({ environment, catalog, from, to }: Ends) {
  const { t } = useTranslation('publishing');
  const published = useInfiniteQuery(publicationsQuery(environment, catalog)).data?.pages ?? [];
  const tags = useQuery(tagsQuery(environment, catalog)).data?.items ?? [];
  const options = new Map<string, string>([
    ['draft', t('compare.draft')],
    ['live', t('compare.live')],
    ['previous', t('compare.previous')],
  ]);
  for (const { name } of tags) options.set(name, t('compare.tag', { name }));
  for (const { version, publishedAt, note } of published.flatMap((page) => page.items)) {
    const named = versionName(t, { version: version.digest, number: version.number });
    options.set(version.digest, [named, note ?? ago(publishedAt)].join(' · '));
  }
  for (const end of [from, to]) if (!options.has(end)) options.set(end, end);
  return [...options].map(([value, label]) => ({ value, label }));
}
