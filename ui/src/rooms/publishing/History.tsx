import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { ago, instant } from '@/shared/format';
import { StatusTag } from '@/shared/StatusTag';
import { Answer, Nothing } from '@/shared/states';
import { CatalogHead, Digest, versionName } from './CatalogHead';
import { Fields } from './difference/Fields';
import { SortTag } from './difference/SortTag';
import { wayDown } from './difference/words';
import { type Change, type PastStep, pastQuery } from './queries';

interface Address {
  plan?: string;
  node?: string;
  path?: string;
}

/** What became of one rate plan or one node, version by version; the address says of which. */
export function Page() {
  const { t } = useTranslation('publishing');
  const { catalog } = useParams({ strict: false }) as { catalog: string };
  const environment = useEnvironment();
  const address = useSearch({ strict: false }) as Address;
  const go = useNavigate();
  // The router reads "7" out of an address as a number.
  const plan = address.plan === undefined ? undefined : String(address.plan);
  const show = (key: string) =>
    void go({
      to: '/$environment/publish/$catalog/history',
      params: { environment, catalog },
      search: { plan: key },
    });
  return (
    <div>
      <CatalogHead catalog={catalog} />
      <div className="pub-stack">
        <Input.Search
          key={plan}
          style={{ maxWidth: 420 }}
          addonBefore={t('history.ofPlan')}
          aria-label={t('history.planKey')}
          placeholder={t('history.planKey')}
          defaultValue={plan}
          maxLength={200}
          enterButton={t('history.show')}
          onSearch={(key) => key.trim() && show(key.trim())}
        />
        {plan !== undefined ? (
          <Past catalog={catalog} of={{ plan }} what={plan} />
        ) : address.node !== undefined ? (
          <Past
            catalog={catalog}
            of={{ node: address.node }}
            what={t('history.node', { path: address.path ? wayDown(String(address.path)) : '/' })}
          />
        ) : (
          <Nothing>{t('history.ask')}</Nothing>
        )}
      </div>
    </div>
  );
}

interface Shown {
  catalog: string;
  of: { plan: string } | { node: string };
  what: string;
}

function Past({ catalog, of, what }: Shown) {
  const { t } = useTranslation('publishing');
  const environment = useEnvironment();
  const asked = useInfiniteQuery(pastQuery(environment, catalog, of));
  return (
    <Answer asked={asked} rows={6}>
      {(data) => (
        <>
          <h3 className="pub-headline">{t('history.of', { what })}</h3>
          <ol className="pub-plain-list pub-past" aria-label={t('history.label')}>
            {data.pages
              .flatMap((page) => page.items)
              .map((step) => (
                <Step key={step.number} catalog={catalog} step={step} />
              ))}
          </ol>
          {asked.hasNextPage && (
            <div>
              <Button loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
                {t('history.older')}
              </Button>
            </div>
          )}
        </>
      )}
    </Answer>
  );
}

function Step({ catalog, step }: { catalog: string; step: PastStep }) {
  const { t } = useTranslation('publishing');
  const environment = useEnvironment();
  return (
    <li>
      <div>
        <div className="pub-line" style={{ gap: '0 8px' }}>
          <strong>{versionName(t, step)}</strong>
          {!step.isReleased && <StatusTag>{t('versions.frozen')}</StatusTag>}
        </div>
        <Digest digest={step.version} />
        <div className="quiet" title={instant(step.publishedAt)}>
          {t('history.by', { when: ago(step.publishedAt), who: step.publishedBy })}
        </div>
        {step.note && <div>{step.note}</div>}
      </div>
      <div className="pub-stack" style={{ gap: 4 }}>
        <Moved step={step} />
        {step.changes.map((change) => (
          <What key={change.kind + change.key} change={change} />
        ))}
        <Turnover step={step} />
      </div>
      <div>
        {step.number > 1 && (
          <Link
            to="/$environment/publish/$catalog/compare"
            params={{ environment, catalog }}
            search={{ from: String(step.number - 1), to: String(step.number) }}
          >
            {t('history.compare')}
          </Link>
        )}
      </div>
    </li>
  );
}

/** Only a node stands elsewhere; one that has just come or gone is told by its change. */
function Moved({ step: { was, path } }: { step: PastStep }) {
  const { t } = useTranslation('publishing');
  if (was === null || path === null) return null;
  const named = (at: string) => (at === '' ? '/' : wayDown(at));
  return (
    <div className="pub-line">
      <SortTag change={{ kind: 'node', sort: 'moved' }} />
      {t('history.moved', { was: named(was), now: named(path) })}
    </div>
  );
}

function What({ change }: { change: Change }) {
  const { t } = useTranslation('publishing');
  return (
    <div>
      <div className="pub-line">
        <SortTag change={change} />
        <span className="quiet">{t(`kind.${change.kind}`)}</span>
        <span>{change.path ? wayDown(change.path) : change.nodeId ? '/' : change.key}</span>
      </div>
      {change.fields.length > 0 && <Fields fields={change.fields} />}
    </div>
  );
}

function Turnover({ step: { ratePlans } }: { step: PastStep }) {
  const { t } = useTranslation('publishing');
  if (ratePlans === null) return null;
  const { enters, leaves, changed } = ratePlans;
  return (
    <div className="pub-line">
      {enters > 0 && <span className="pub-gain">{t('history.enters', { count: enters })}</span>}
      {leaves > 0 && <span className="pub-loss">{t('history.leaves', { count: leaves })}</span>}
      {changed > 0 && <span className="quiet">{t('history.changed', { count: changed })}</span>}
    </div>
  );
}
