// One entry unfolded: what it says, what changed, and how it holds to the chain.
import { CloseOutlined } from '@ant-design/icons';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Button, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { useAddress } from '@/shared/address';
import { api, told } from '@/shared/api';
import { ago, instant } from '@/shared/format';
import { Answer } from '@/shared/states';
import { type Entry, homeQuery } from './asking';
import { Sentence } from './Sentence';
import { differencesOf } from './said';
import { ThingLink } from './ThingLink';

const entryQuery = (environment: string, seq: number) =>
  queryOptions({
    queryKey: ['audit', environment, 'entry', seq],
    queryFn: () => told(api.GET('/audit/{seq}', { params: { path: { seq } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });

interface Props {
  seq: number;
  /** The entry, if the list has it. */
  known?: Entry;
  close: () => void;
}

export function EntryPanel({ seq, known, close }: Props) {
  const { t } = useTranslation('audit');
  const asked = useQuery({ ...entryQuery(useEnvironment(), seq), initialData: known });
  return (
    <section className="trail-entry" aria-label={t('entry.label', { seq })}>
      <Button
        size="small"
        type="text"
        icon={<CloseOutlined />}
        aria-label={t('entry.close')}
        onClick={close}
        style={{ float: 'right' }}
      />
      <Answer asked={asked}>{(entry) => <Unfolded entry={entry} />}</Answer>
    </section>
  );
}

function Unfolded({ entry }: { entry: Entry }) {
  const { t } = useTranslation('audit');
  const [, say] = useAddress();
  const home = useQuery(homeQuery(entry, useEnvironment()));
  const only = (name: string, value: string) => (
    <button
      type="button"
      className="trail-only mono"
      onClick={() => say({ [name]: value, entry: undefined })}
    >
      {value}
    </button>
  );
  return (
    <>
      <h2>
        <Sentence entry={entry} />
      </h2>
      <div className="trail-acts">
        <Button size="small" onClick={() => say({ subject: entry.subject, entry: undefined })}>
          {t('entry.follow')}
        </Button>
        <ThingLink subject={entry.subject} home={home.data?.catalog} environment={entry.environment}>
          {t('entry.open')}
        </ThingLink>
      </div>
      <dl>
        <Line name={t('entry.at')}>
          <time dateTime={entry.at}>{instant(entry.at)}</time> <span className="quiet">{ago(entry.at)}</span>
        </Line>
        <Line name={t('entry.actor')}>{only('actor', entry.actor)}</Line>
        <Line name={t('entry.action')}>{only('action', entry.action)}</Line>
        <Line name={t('entry.subject')}>{only('subject', entry.subject)}</Line>
        <Line name={t('entry.environment')}>
          {entry.environment ? only('environment', entry.environment) : t('entry.wholeTenant')}
        </Line>
        <Line name={t('entry.request')}>{only('requestId', entry.requestId)}</Line>
      </dl>
      <Changes entry={entry} />
      <h3>{t('entry.chain')}</h3>
      <dl>
        <Digest name={t('entry.previous')} value={entry.prevHash} />
        <Digest name={t('entry.hash')} value={entry.hash} />
      </dl>
      <details>
        <summary>{t('entry.body')}</summary>
        <pre className="mono">{JSON.stringify(JSON.parse(entry.body), null, 2)}</pre>
      </details>
    </>
  );
}

/** The trail keeps what is small in clear, and of everything else fingerprints: two that differ tell of a change. */
function Changes({ entry }: { entry: Entry }) {
  const { t } = useTranslation('audit');
  const differences = differencesOf(entry.detail);
  return (
    <>
      <h3>{t('entry.changed')}</h3>
      <table className="trail-changes">
        <thead>
          <tr>
            <th scope="col">{t('entry.what')}</th>
            <th scope="col">{t('entry.before')}</th>
            <th scope="col">{t('entry.after')}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ name, before, after }) => (
            <tr key={name}>
              <th scope="row">{t(`detail.${name}`, { defaultValue: name })}</th>
              <td>{before === undefined ? '' : <del>{before}</del>}</td>
              <td>{after === undefined ? '' : before === undefined ? after : <ins>{after}</ins>}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('entry.fingerprint')}</th>
            <td className="mono">{entry.beforeDigest?.slice(0, 12) ?? t('entry.nothing')}</td>
            <td className="mono">{entry.afterDigest?.slice(0, 12) ?? t('entry.nothing')}</td>
          </tr>
        </tbody>
      </table>
    </>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Digest({ name, value }: { name: string; value: string }) {
  return (
    <Line name={name}>
      <Typography.Text className="mono" copyable={{ text: value, tooltips: false }} title={value}>
        {value.slice(0, 16)}
      </Typography.Text>
    </Line>
  );
}
