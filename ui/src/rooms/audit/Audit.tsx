// Who did what to what, newest first; one thing's story; and whether the chain holds.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useEnvironment, useMay } from '@/app/session';
import { useAddress } from '@/shared/address';
import { instant } from '@/shared/format';
import { Answer, Nothing } from '@/shared/states';
import { type Column, VirtualTable } from '@/shared/VirtualTable';
import { type Entry, filterIn, kept, trailQuery } from './asking';
import { EntryPanel } from './EntryPanel';
import { Filters } from './Filters';
import { Sentence } from './Sentence';
import { Story } from './Story';
import { TrailTools } from './TrailTools';
import './audit.css';

export function Page() {
  const { t } = useTranslation('audit');
  return useMay(['operator', 'approver']) ? <Trail /> : <Nothing>{t('mayNot')}</Nothing>;
}

function Trail() {
  const environment = useEnvironment();
  const [said] = useAddress();
  const filter = useMemo(() => filterIn(said), [said]);
  const asked = useInfiniteQuery(trailQuery(environment, filter));
  return (
    <div className="trail">
      <div className="trail-head">
        <Filters />
        <TrailTools />
      </div>
      <Story />
      <Answer asked={asked} rows={12}>
        {(data) => (
          <Entries
            entries={kept(
              data.pages.flatMap((page) => page.items),
              filter.subject,
            )}
            asked={asked}
            isFiltered={Object.keys(filter).length > 0}
          />
        )}
      </Answer>
    </div>
  );
}

interface Props {
  entries: Entry[];
  asked: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  isFiltered: boolean;
}

function Entries({ entries, asked, isFiltered }: Props) {
  const { t } = useTranslation('audit');
  const [said, say] = useAddress();
  const columns = useColumns();
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = asked;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (entries.length === 0 && !hasNextPage)
    return (
      <Nothing
        action={
          isFiltered && (
            <Button
              size="small"
              onClick={() =>
                say({
                  actor: undefined,
                  action: undefined,
                  subject: undefined,
                  environment: undefined,
                  requestId: undefined,
                  from: undefined,
                  to: undefined,
                })
              }
            >
              {t('filter.clear')}
            </Button>
          )
        }
      >
        {isFiltered ? t('noneFound') : t('none')}
      </Nothing>
    );
  const opened = entries.find((each) => String(each.seq) === said.entry);
  return (
    <div className="trail-body">
      <VirtualTable
        label={t('label')}
        rows={entries}
        columns={columns}
        keyOf={(entry) => String(entry.seq)}
        opened={said.entry}
        onOpen={(entry) => say({ entry: String(entry.seq) }, { replace: true })}
        onEnd={more}
      />
      {said.entry !== undefined && (
        <EntryPanel
          key={said.entry}
          seq={Number(said.entry)}
          known={opened}
          close={() => say({ entry: undefined }, { replace: true })}
        />
      )}
    </div>
  );
}

function useColumns(): Column<Entry>[] {
  const { t, i18n } = useTranslation('audit');
  // biome-ignore lint/correctness/useExhaustiveDependencies: dates are written in the language
  return useMemo(
    () => [
      {
        key: 'seq',
        title: t('column.seq'),
        width: 64,
        align: 'right',
        render: (entry) => <span className="mono quiet">{entry.seq}</span>,
      },
      { key: 'at', title: t('column.at'), width: 184, render: (entry) => instant(entry.at) },
      {
        key: 'said',
        title: t('column.said'),
        width: 320,
        grows: true,
        render: (entry) => <Sentence entry={entry} />,
      },
      {
        key: 'action',
        title: t('column.action'),
        width: 210,
        render: (entry) => <span className="mono quiet">{entry.action}</span>,
      },
      {
        key: 'environment',
        title: t('column.environment'),
        width: 96,
        render: (entry) => entry.environment ?? '–',
      },
    ],
    [t, i18n.language],
  );
}
