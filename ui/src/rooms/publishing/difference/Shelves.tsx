import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';
import { Loading, ProblemNotice } from '@/shared/states';
import { changesQuery, type Ends, type Summary } from '../queries';
import { Place } from './Place';
import { SortTag } from './SortTag';
import { Why } from './Why';

type Shelf = Summary['shelves']['items'][number];

const FEW = 20;

export function Shelves({ ends, shelves }: { ends: Ends; shelves: Summary['shelves'] }) {
  const { t } = useTranslation('publishing');
  return (
    <>
      <Table<Shelf>
        size="small"
        rowKey="nodeId"
        pagination={false}
        dataSource={shelves.items}
        columns={[
          { title: t('shelves.shelf'), render: (_, shelf) => <Place catalog={ends.catalog} at={shelf} /> },
          counted('enters', t('shelves.enter'), '+', 'pub-gain'),
          counted('leaves', t('shelves.leave'), '−', 'pub-loss'),
          counted('changed', t('shelves.changed'), '', ''),
          {
            title: t('shelves.plans'),
            width: 130,
            align: 'right',
            render: (_, { before, after }) => (
              <span className="pub-number">
                <span className="quiet">{number(before)} →</span> {number(after)}
              </span>
            ),
          },
        ]}
        expandable={{
          expandedRowRender: (shelf) => <ShelfPlans ends={ends} shelf={shelf} />,
          expandRowByClick: false,
          expandIcon: ({ expanded, onExpand, record }) => (
            <button
              type="button"
              className={`ant-table-row-expand-icon ant-table-row-expand-icon-${expanded ? 'expanded' : 'collapsed'}`}
              aria-expanded={expanded}
              aria-label={t('shelves.open', { shelf: record.name || record.path })}
              onClick={(event) => onExpand(record, event)}
            />
          ),
        }}
      />
      {shelves.count > shelves.items.length && (
        <p className="quiet">{t('shelves.more', { count: shelves.count - shelves.items.length })}</p>
      )}
    </>
  );
}

function counted(name: 'enters' | 'leaves' | 'changed', title: string, sign: string, tone: string) {
  return {
    title: <span style={{ whiteSpace: 'nowrap' }}>{title}</span>,
    width: 104,
    align: 'right' as const,
    render: (_: unknown, shelf: Shelf) =>
      shelf[name] > 0 ? (
        <span className={`pub-number ${tone}`}>
          {sign}
          {number(shelf[name])}
        </span>
      ) : null,
  };
}

function ShelfPlans({ ends, shelf }: { ends: Ends; shelf: Shelf }) {
  const { t } = useTranslation('publishing');
  const asked = useInfiniteQuery(changesQuery(ends, { shelf: shelf.nodeId }));
  if (asked.isPending) return <Loading rows={2} />;
  if (asked.isError) return <ProblemNotice wrong={asked.error} retry={() => void asked.refetch()} />;
  const changes = asked.data.pages.flatMap((page) => page.items);
  return (
    <>
      <ul className="pub-plain-list">
        {changes.map((change) => (
          <li key={change.key} className="pub-line" style={{ minHeight: 26 }}>
            <span style={{ width: 76 }}>
              <SortTag change={change} />
            </span>
            <span className="mono">{change.ratePlan}</span>
            <Why ends={ends} change={change} atOnce={changes.length <= FEW} />
          </li>
        ))}
      </ul>
      {asked.hasNextPage && (
        <Button size="small" onClick={() => void asked.fetchNextPage()} loading={asked.isFetchingNextPage}>
          {t('more')}
        </Button>
      )}
    </>
  );
}
