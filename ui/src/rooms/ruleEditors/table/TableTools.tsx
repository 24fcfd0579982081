import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  CopyOutlined,
  DeleteOutlined,
  PlusOutlined,
  RedoOutlined,
  UndoOutlined,
} from '@ant-design/icons';
import { Button, Dropdown, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonObject } from '../json/exact';
import type { TextHistory } from '../useTextHistory';
import { blankColumn } from './ColumnHead';
import { addColumn, type Change, withPolicy } from './editing';
import { AGGREGATIONS, columnsOf, POLICIES, type Side, type Table } from './model';
import type { Acts } from './useRowActs';

interface Props {
  tables: Table[];
  table: Table;
  choose: (id: string) => void;
  acts: Acts;
  history: TextHistory;
  apply?: (change: Change) => void;
}

/** What can be done to the rows that are chosen, and what holds of the table as a whole. */
export function TableTools({ tables, table, choose, acts, history, apply }: Props) {
  const { t } = useTranslation('ruleEditors');
  const { content } = table;
  const addColumnTo = (side: Side) =>
    apply?.(addColumn(side, columnsOf(content, side).length, blankColumn(side, content)));
  return (
    <div className="bar rt-tools">
      {tables.length > 1 && (
        <Select
          size="small"
          aria-label={t('table.which')}
          value={table.id}
          onChange={choose}
          options={tables.map((each) => ({ value: each.id, label: each.name }))}
          popupMatchSelectWidth={false}
        />
      )}
      {apply && (
        <>
          <Button size="small" icon={<PlusOutlined />} onClick={acts.add}>
            {t('row.add')}
          </Button>
          <Icon words={t('row.copy')} run={acts.copy} icon={<CopyOutlined />} />
          <Icon words={t('row.up')} run={acts.up} icon={<ArrowUpOutlined />} />
          <Icon words={t('row.down')} run={acts.down} icon={<ArrowDownOutlined />} />
          <Icon words={t('row.delete')} run={acts.remove} icon={<DeleteOutlined />} />
          <Dropdown
            trigger={['click']}
            menu={{
              items: (['inputs', 'outputs'] as const).map((side) => ({
                key: side,
                label: t(`column.add.${side}`),
                onClick: () => addColumnTo(side),
              })),
            }}
          >
            <Button size="small" icon={<PlusOutlined />}>
              {t('column.addOne')}
            </Button>
          </Dropdown>
          <Icon words={t('history.undo')} run={history.undo} icon={<UndoOutlined />} />
          <Icon words={t('history.redo')} run={history.redo} icon={<RedoOutlined />} />
        </>
      )}
      <span style={{ flex: 1 }} />
      <Policy content={content} apply={apply} />
    </div>
  );
}

function Icon({ words, run, icon }: { words: string; run: (() => void) | undefined; icon: ReactNode }) {
  return (
    <Button
      size="small"
      type="text"
      icon={icon}
      aria-label={words}
      title={words}
      disabled={run === undefined}
      onClick={run}
    />
  );
}

/** Which of the rows that match are the answer. */
function Policy({ content, apply }: { content: JsonObject; apply?: (change: Change) => void }) {
  const { t } = useTranslation('ruleEditors');
  const policy = String(content.hitPolicy ?? 'first');
  const aggregation = content.aggregation as string | undefined;
  const mayAggregate = policy === 'collect' && columnsOf(content, 'outputs').length === 1;
  return (
    <>
      <span className="quiet rr-cut rt-policy">{t(`policy.says.${policy}`, { defaultValue: '' })}</span>
      <Select
        size="small"
        aria-label={t('policy.label')}
        value={policy}
        disabled={apply === undefined}
        onChange={(next) => apply?.(withPolicy(next, aggregation))}
        popupMatchSelectWidth={340}
        options={POLICIES.map((each) => ({ value: each, label: t(`policy.${each}`) }))}
        optionRender={({ value, label }) => (
          <div>
            {label}
            <div className="quiet rt-wraps">{t(`policy.says.${value}`)}</div>
          </div>
        )}
      />
      {(mayAggregate || aggregation !== undefined) && (
        <Select
          size="small"
          aria-label={t('policy.aggregation')}
          value={aggregation ?? ''}
          disabled={apply === undefined}
          onChange={(next) => apply?.(withPolicy(policy, next || undefined))}
          popupMatchSelectWidth={false}
          options={['', ...AGGREGATIONS].map((each) => ({
            value: each,
            label: t(`aggregation.${each || 'none'}`),
          }))}
        />
      )}
    </>
  );
}
