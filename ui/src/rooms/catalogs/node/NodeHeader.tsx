// Which node this is, where it stands, whether shoppers see it as it is here, and who touched it last.
import { CopyOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { App, Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/app/session';
import { ago, instant } from '@/shared/format';
import { StatusTag, type Tone } from '@/shared/StatusTag';
import { useHere } from './here';
import { NodeActions } from './NodeActions';
import { historyQuery, markQuery } from './queries';
import { TypeIcon } from './TypeIcon';

export function NodeHeader() {
  const { node, title } = useHere();
  return (
    <header className="node-header">
      <div className="node-title">
        <TypeIcon type={node.type} />
        <h2>{title}</h2>
        <span className="quiet">{node.type}</span>
        <Mark />
        <span className="node-gap" />
        <NodeActions />
      </div>
      <div className="node-last quiet">
        <Path />
        <LastChange />
      </div>
    </header>
  );
}

function Path() {
  const { t } = useTranslation('nodes');
  const { node, catalogKey } = useHere();
  const { message } = App.useApp();
  const path = node.path || catalogKey;
  async function copy() {
    await navigator.clipboard.writeText(path);
    message.success(t('pathCopied'), 2);
  }
  return (
    <span className="node-path">
      <span className="mono">{path}</span>
      <Tooltip title={t('copyPath')}>
        <Button
          type="text"
          size="small"
          icon={<CopyOutlined />}
          aria-label={t('copyPath')}
          onClick={() => void copy()}
        />
      </Tooltip>
    </span>
  );
}

const BITS = { changed: 2, moved: 4, reordered: 8, rules: 16 } as const;

/** Draft and live compared as the tree beside it has it. */
function Mark() {
  const { t } = useTranslation('nodes');
  const { environment, catalogKey, node } = useHere();
  const { data: bits } = useQuery(markQuery(environment, catalogKey, node));
  if (bits === undefined || bits === null) return null;
  const told = (tone: Tone, key: string, why: string) => (
    <Tooltip title={why}>
      <StatusTag tone={tone}>{t(`mark.${key}`)}</StatusTag>
    </Tooltip>
  );
  if (bits === 0) return told('good', 'live', t('mark.liveWhy'));
  if (bits & 1) return told('info', 'new', t('mark.newWhy'));
  const reasons = Object.entries(BITS).filter(([, bit]) => bits & bit);
  const why = reasons.map(([name]) => t(`mark.why.${name}`)).join(' · ');
  return told('wait', 'changed', why);
}

function LastChange() {
  const { t } = useTranslation('nodes');
  const { environment, node } = useHere();
  const mayRead = useMay(['approver', 'operator']);
  const { data } = useInfiniteQuery({ ...historyQuery(environment, node.id, 1), enabled: mayRead });
  const last = data?.pages[0]?.items[0];
  if (!mayRead || !last) return null;
  return (
    <Tooltip title={instant(last.at)}>
      <span>{t('lastChange', { who: last.actor, ago: ago(last.at) })}</span>
    </Tooltip>
  );
}
