// What was done to this node, by whom, as the audit trail has it.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/app/session';
import { ago, instant } from '@/shared/format';
import { Answer, Nothing } from '@/shared/states';
import { useHere } from './here';
import { type Entry, historyQuery } from './queries';

export function HistoryTab() {
  const { t } = useTranslation('nodes');
  const mayRead = useMay(['approver', 'operator']);
  const { environment, catalogKey: catalog, node } = useHere();
  return (
    <>
      <p>
        <Link
          to="/$environment/publish/$catalog/history"
          params={{ environment, catalog }}
          search={{ node: node.id, path: node.path }}
        >
          {t('history.inVersions')}
        </Link>
      </p>
      {mayRead ? <Trail /> : <Nothing>{t('history.mayNot')}</Nothing>}
    </>
  );
}

function Trail() {
  const { t } = useTranslation('nodes');
  const { environment, node } = useHere();
  const asked = useInfiniteQuery(historyQuery(environment, node.id));
  return (
    <Answer asked={asked}>
      {(data) => {
        const entries = data.pages.flatMap((page) => page.items);
        if (entries.length === 0) return <Nothing>{t('history.none')}</Nothing>;
        return (
          <>
            <table className="node-table">
              <thead>
                <tr>
                  {['when', 'who', 'what', 'more'].map((each) => (
                    <th key={each} scope="col">
                      {t(`history.${each}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {entries.map((entry) => (
                  <Row key={entry.seq} entry={entry} />
                ))}
              </tbody>
            </table>
            <div className="node-row">
              {asked.hasNextPage && (
                <Button
                  size="small"
                  loading={asked.isFetchingNextPage}
                  onClick={() => void asked.fetchNextPage()}
                >
                  {t('history.older')}
                </Button>
              )}
              <Link to="/$environment/audit" params={{ environment }} search={{ subject: `node:${node.id}` }}>
                {t('history.inTrail')}
              </Link>
            </div>
          </>
        );
      }}
    </Answer>
  );
}

function Row({ entry }: { entry: Entry }) {
  const { t } = useTranslation('nodes');
  const name = entry.action.replace('catalogs.', '');
  return (
    <tr>
      <td style={{ whiteSpace: 'nowrap' }}>
        <Tooltip title={instant(entry.at)}>
          <time dateTime={entry.at}>{ago(entry.at)}</time>
        </Tooltip>
      </td>
      <td className="mono">{entry.actor}</td>
      <td>{t(`history.actions.${name}`, { defaultValue: entry.action })}</td>
      <td className="quiet">{detailOf(entry.detail)}</td>
    </tr>
  );
}

/** `{"created": 2, "path": "a.b"}` in one line. */
function detailOf(detail: unknown): string {
  if (typeof detail !== 'object' || detail === null) return detail == null ? '' : String(detail);
  return Object.entries(detail)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(' · ');
}
