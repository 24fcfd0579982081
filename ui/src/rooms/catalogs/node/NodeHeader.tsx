// Which node this is, where it stands, whether shoppers see it as it is here, and who touched it last.
import { CopyOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { App, Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/app/session';
import { ago, instant } from '@/shared/format';
import { isSame } from '@/shared/merge';
import { StatusTag, type Tone } from '@/shared/StatusTag';
import { useOpenNode } from './address';
import { useHere } from './here';
import { NodeActions } from './NodeActions';
import { historyQuery, liveQuery } from './queries';
import { TypeIcon } from './TypeIcon';

export function NodeHeader() {
  const { node, title } = useHere();
  return (
    <header className="node-header">
      <Breadcrumb />
      <div className="node-title">
        <TypeIcon type={node.type} />
        <h2>{title}</h2>
        <span className="quiet">{node.type}</span>
        <Mark />
        <span className="node-gap" />
        <NodeActions />
      </div>
      <LastChange />
    </header>
  );
}

function Breadcrumb() {
  const { t } = useTranslation('nodes');
  const { above, node, nameOf, catalogKey } = useHere();
  const { message } = App.useApp();
  const open = useOpenNode();
  const path = node.path || catalogKey;
  async function copy() {
    await navigator.clipboard.writeText(path);
    message.success(t('pathCopied'), 2);
  }
  return (
    <nav aria-label={t('path')} className="node-path">
      {above.map((each) => (
        <span key={each.id}>
          <button type="button" className="node-link" onClick={() => open(each.id)}>
            {nameOf(each)}
          </button>
          <span className="quiet" aria-hidden>
            {' / '}
          </span>
        </span>
      ))}
      <span className="mono quiet node-key">{path}</span>
      <Tooltip title={t('copyPath')}>
        <Button
          type="text"
          size="small"
          icon={<CopyOutlined />}
          aria-label={t('copyPath')}
          onClick={() => void copy()}
        />
      </Tooltip>
    </nav>
  );
}

/** Draft and live compared by what shoppers get: both are asked, nothing is guessed. */
function Mark() {
  const { t } = useTranslation('nodes');
  const { environment, catalogKey, node } = useHere();
  const { data: live } = useQuery(liveQuery(environment, catalogKey, node.id));
  if (live === undefined) return null;
  const told = (tone: Tone, key: string) => (
    <Tooltip title={t(`mark.${key}Why`)}>
      <StatusTag tone={tone}>{t(`mark.${key}`)}</StatusTag>
    </Tooltip>
  );
  if (live === null) return told('plain', 'notLive');
  const isAsLive =
    live.type === node.type &&
    live.path === node.path &&
    isSame(live.meta, node.meta) &&
    isSame(live.attributes, node.attributes) &&
    sameInstant(live.activeFrom, node.activeFrom) &&
    sameInstant(live.activeTo, node.activeTo);
  return isAsLive ? told('good', 'live') : told('wait', 'changed');
}

function sameInstant(one: string | null | undefined, other: string | null | undefined): boolean {
  return (one ? Date.parse(one) : 0) === (other ? Date.parse(other) : 0);
}

function LastChange() {
  const { t } = useTranslation('nodes');
  const { environment, node } = useHere();
  const mayRead = useMay(['approver', 'operator']);
  const { data } = useInfiniteQuery({ ...historyQuery(environment, node.id, 1), enabled: mayRead });
  const last = data?.pages[0]?.items[0];
  if (!mayRead) return null;
  return (
    <div className="quiet node-last">
      {last ? (
        <Tooltip title={instant(last.at)}>
          <span>{t('lastChange', { who: last.actor, ago: ago(last.at) })}</span>
        </Tooltip>
      ) : (
        ' '
      )}
    </div>
  );
}
