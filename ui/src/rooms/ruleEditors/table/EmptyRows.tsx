import { WarningOutlined } from '@ant-design/icons';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { emptyRows } from './empty';
import { tablesIn } from './model';
import { graphIn } from './useTableWords';

/** Told before they are committed: rows that were added, and in which nothing was written. */
export function EmptyRows({ path, text }: { path: string; text: string }) {
  const { t } = useTranslation('ruleEditors');
  const found = useMemo(() => {
    const graph = graphIn(path, text);
    const tables = graph === null ? [] : tablesIn(graph);
    return tables.map(({ id, name, content }) => ({ id, name, rows: emptyRows(content) }));
  }, [path, text]);
  return found
    .filter(({ rows }) => rows.length > 0)
    .map(({ id, name, rows }) => (
      <div key={id} className="rr-notice rt-doubt" role="alert">
        <WarningOutlined />
        <span>
          {t('row.emptyIn', {
            count: rows.length,
            table: name,
            rows: rows.map((each) => each + 1).join(', '),
          })}
        </span>
      </div>
    ));
}
