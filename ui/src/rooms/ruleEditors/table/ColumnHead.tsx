import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown, type MenuProps } from 'antd';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonObject } from '../json/exact';
import { type GridColumn, titleOf } from './columns';
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
  /** Back into the cells of a column. */
  leave: (place: number) => void;
}

const MENU = 'button[data-column]';

/** From the first row one goes up to the menu of the column, if it has one. */
export function focusHead(grid: HTMLElement | null, place: number): void {
  grid?.querySelector<HTMLElement>(`${MENU}[data-column="${place}"]`)?.focus();
}

/** What each column is about; inputs and outputs each have their colour. */
export function ColumnHead({ columns, content, template, findings, apply, edit, leave }: Props) {
  const { t } = useTranslation('ruleEditors');
  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const menus = [...event.currentTarget.querySelectorAll<HTMLElement>(MENU)];
    const here = menus.findIndex((each) => each === event.target);
    // An open menu is not in here, and has keys of its own.
    if (here === -1) return;
    if (event.key === 'ArrowLeft') menus[here - 1]?.focus();
    else if (event.key === 'ArrowRight') menus[here + 1]?.focus();
    else if (event.key === 'ArrowDown' || event.key === 'Escape') leave(Number(menus[here]!.dataset.column));
    else return;
    event.preventDefault();
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: see the grid
    <div
      role="row"
      aria-rowindex={1}
      className="rt-heads"
      style={{ gridTemplateColumns: template }}
      onKeyDown={onKeyDown}
    >
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
                  <span className="rr-cut">{titleOf(each)}</span>
                  <span className="mono quiet rr-cut">
                    {String(each.column.field || t('column.conditions'))}
                  </span>
                </div>
                {apply && (
                  <ColumnMenu
                    column={each}
                    place={at}
                    content={content}
                    apply={apply}
                    edit={() => edit(each)}
                  />
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
  place: number;
  content: JsonObject;
  apply: (change: Change) => void;
  edit: () => void;
}

function ColumnMenu({ column, place, content, apply, edit }: MenuProperties) {
  const { t } = useTranslation('ruleEditors');
  const opener = useRef<HTMLButtonElement>(null);
  const side = column.side as Side;
  const beside = columnsOf(content, side);
  const at = beside.findIndex((each) => each.id === column.id);
  const add = (place: number) => apply(addColumn(side, place, blankColumn(side, content)));
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
    <Dropdown
      menu={{ items, onKeyDown: (event) => event.key === 'Escape' && opener.current?.focus() }}
      trigger={['click']}
      autoFocus
    >
      <Button
        ref={opener}
        tabIndex={-1}
        data-column={place}
        size="small"
        type="text"
        icon={<MoreOutlined />}
        aria-label={t('column.more', { column: titleOf(column) })}
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
