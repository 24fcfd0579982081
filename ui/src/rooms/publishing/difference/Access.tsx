import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { StatusTag, type Tone } from '@/shared/StatusTag';
import type { Summary } from '../queries';
import { Place } from './Place';

type Access = Summary['access']['items'][number];

const TONES: Record<Access['change'], Tone> = { widened: 'bad', narrowed: 'info', changed: 'wait' };

/** Who may see more, or less, than before. */
export function AccessChanges({ catalog, access }: { catalog: string; access: Summary['access'] }) {
  const { t } = useTranslation('publishing');
  return (
    <Table<Access>
      size="small"
      rowKey={(each) => [each.nodeId, each.rule, each.ratePlan].join('/')}
      pagination={false}
      dataSource={access.items}
      columns={[
        {
          title: t('access.change'),
          width: 120,
          render: (_, { change }) => <StatusTag tone={TONES[change]}>{t(`access.${change}`)}</StatusTag>,
        },
        { title: t('access.at'), render: (_, each) => <Place catalog={catalog} at={each} /> },
        {
          title: t('access.what'),
          render: (_, { rule, ratePlan }) => (
            <>
              {rule ? t('access.rule') : t('access.ratePlan')}{' '}
              <span className="mono">{rule ?? ratePlan}</span>
            </>
          ),
        },
      ]}
    />
  );
}
