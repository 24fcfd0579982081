import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown, type MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import type { JsonObject } from '../json/exact';
import type { GridColumn } from './columns';
import { addColumn, type Change, deleteColumn, moveColumn, newId } from './editing';
import { detailsOf, toneOf } from './GridRow';
import { columnsOf, type Side } from './model';
import { type Findings, keyOf } from './placing';

interface Props {
  columns: GridColumn[];
  content: JsonObject;
  template: string;
  findings: Findings;
  apply?: (change: Change) => void;
  edit: (column: GridColumn) => void;
}

/** What each column is about; inputs and outputs each have their colour. */
export function ColumnHead({ columns, content, template, findings, apply, edit }: Props) {
  const { t } = useTranslation('ruleEditors');
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: see the grid
    <div role="row" aria-rowindex={1} className="rt-heads" style={{ gridTemplateColumns: template }}>
      {/* biome-ignore lint/a11y/useSemanticElements: see the grid */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see the grid */}
      <div role="columnheader" aria-colindex={1} aria-label={t('grid.number')} className="rt-head is-number">
        #
      </div>
      {columns.map((each, at) => {
        const found = findings.at.get(keyOf(undefined, each.id));
        return (
          // biome-ignore lint/a11y/useSemanticElements: see the grid
          // biome-ignore lint/a11y/useFocusableInteractive: see the grid
          <div
            key={each.id}
            role="columnheader"
            aria-colindex={at + 2}
            className={`rt-head is-${each.side ?? 'note'}${toneOf(found)}`}
            title={detailsOf(found) || undefined}
          >
            {each.column ? (
              <>
                <div className="rt-names">
                  <span className="rr-cut">{String(each.column.name || each.column.field || each.id)}</span>
                  <span className="mono quiet rr-cut">
                    {String(each.column.field || t('column.conditions'))}
                  </span>
                </div>
                {apply && (
                  <ColumnMenu column={each} content={content} apply={apply} edit={() => edit(each)} />
                )}
              </>
            ) : (
              <span className="rt-names">{t('grid.note')}</span>
            )}
          </div>
        );
      })}
    </div>
  );
}

interface MenuProperties {
  column: GridColumn;
  content: JsonObject;
  apply: (change: Change) => void;
  edit: () => void;
}

function ColumnMenu({ column, content, apply, edit }: MenuProperties) {
  const { t } = useTranslation('ruleEditors');
  const side = column.side as Side;
  const beside = columnsOf(content, side);
  const at = beside.findIndex((each) => each.id === column.id);
  const add = (place: number) => apply(addColumn(side, place, blankColumn(side, content)));
  const name = column.column!.name || column.column!.field || column.id;
  const items: MenuProps['items'] = [
    { key: 'edit', label: t('column.edit'), onClick: edit },
    { type: 'divider' },
    { key: 'before', label: t(`column.before.${side}`), onClick: () => add(at) },
    { key: 'after', label: t(`column.after.${side}`), onClick: () => add(at + 1) },
    {
      key: 'left',
      label: t('column.left'),
      disabled: at === 0,
      onClick: () => apply(moveColumn(side, column.id, -1)),
    },
    {
      key: 'right',
      label: t('column.right'),
      disabled: at === beside.length - 1,
      onClick: () => apply(moveColumn(side, column.id, 1)),
    },
    { type: 'divider' },
    {
      key: 'delete',
      label: t('column.delete'),
      danger: true,
      onClick: () => apply(deleteColumn(side, column.id)),
    },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button
        size="small"
        type="text"
        icon={<MoreOutlined />}
        aria-label={t('column.more', { column: name })}
      />
    </Dropdown>
  );
}

/** A column with a field that no other of its side has: two of a name would overwrite each other. */
export function blankColumn(side: Side, content: JsonObject) {
  const taken = columnsOf(content, side).map((each) => each.field);
  const word = side === 'inputs' ? 'input' : 'output';
  let field: string = word;
  for (let number = 2; taken.includes(field); number++) field = `${word}${number}`;
  return { id: newId('c'), name: '', field };
}
