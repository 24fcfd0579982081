import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';
import { Answer, Nothing } from '@/shared/states';
import { type Ends, type Kind, type Summary, summaryQuery } from '../queries';
import { AccessChanges } from './Access';
import { Entries } from './Entries';
import { Fields } from './Fields';
import { Figures, HeadlineText, type Purpose } from './Figures';
import { Rules } from './Rules';
import { Shelves } from './Shelves';
import { Warnings } from './Warnings';

interface Shown {
  ends: Ends;
  purpose: Purpose;
  /** Which list is open, and how to open another: it stands in the address. */
  show: string | undefined;
  onShow: (list: string) => void;
}

/** What one state of a catalog is beside another: one sentence, numbers, warnings, then lists. */
export function DifferenceView({ ends, purpose, show, onShow }: Shown) {
  const { t } = useTranslation('publishing');
  const asked = useQuery(summaryQuery(ends));
  return (
    <Answer asked={asked} rows={8}>
      {(summary) =>
        summary.total === 0 ? (
          <Nothing>{t(`headline.${purpose}.nothing`)}</Nothing>
        ) : (
          <div className="pub-stack">
            <HeadlineText summary={summary} purpose={purpose} />
            <Figures summary={summary} />
            <Warnings catalog={ends.catalog} warnings={summary.warnings} />
            <Lists ends={ends} summary={summary} show={show} onShow={onShow} />
          </div>
        )
      }
    </Answer>
  );
}

interface List {
  key: string;
  count: number;
  children: () => React.ReactNode;
}

function Lists({ ends, summary, show, onShow }: Omit<Shown, 'purpose'> & { summary: Summary }) {
  const { t } = useTranslation('publishing');
  const lists = listsOf(ends, summary).filter((list) => list.count > 0);
  const open = lists.find((list) => list.key === show)?.key ?? lists[0]?.key;
  return (
    <Tabs
      size="small"
      className="pub-lists"
      activeKey={open}
      onChange={onShow}
      destroyOnHidden
      items={lists.map(({ key, count, children }) => ({
        key,
        label: (
          <>
            {t(`lists.${key}`)} <span className="quiet">{number(count)}</span>
          </>
        ),
        children: key === open ? children() : null,
      }))}
    />
  );
}

function listsOf(ends: Ends, summary: Summary): List[] {
  const ofKind = (kind: Kind) =>
    Object.values(summary.counts[kind] ?? {}).reduce((sum, each) => sum + each, 0);
  const entries = (key: string, kind: Kind): List => ({
    key,
    count: ofKind(kind),
    children: () => <Entries ends={ends} kind={kind} total={ofKind(kind)} />,
  });
  return [
    {
      key: 'shelves',
      count: summary.shelves.count,
      children: () => <Shelves ends={ends} shelves={summary.shelves} />,
    },
    entries('nodes', 'node'),
    {
      key: 'rules',
      count: summary.rules.count,
      children: () => <Rules catalog={ends.catalog} rules={summary.rules} />,
    },
    entries('plans', 'plan'),
    {
      key: 'access',
      count: summary.access.count,
      children: () => <AccessChanges catalog={ends.catalog} access={summary.access} />,
    },
    entries('schema', 'attribute'),
    { key: 'settings', count: summary.settings.length, children: () => <Fields fields={summary.settings} /> },
    { key: 'all', count: summary.total, children: () => <Entries ends={ends} total={summary.total} /> },
  ];
}
