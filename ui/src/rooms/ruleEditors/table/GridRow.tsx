import { useTranslation } from 'react-i18next';
import type { JsonObject } from '../json/exact';
import { cellAt, type GridColumn } from './columns';
import { idOf, rowsOf } from './model';
import { type Block, isWithin, type Place } from './moving';
import { type Findings, keyOf, type Said } from './placing';

interface Props {
  index: number;
  top: number;
  height: number;
  template: string;
  prefix: string;
  content: JsonObject;
  columns: GridColumn[];
  findings: Findings;
  block: Block;
  cursor: Place;
  select: (place: Place, isLonger: boolean) => void;
  selectRow: (row: number, isLonger: boolean) => void;
  edit: () => void;
}

/** One row: its number, its cells, and in their colour what is to be said against them. */
export function GridRow(props: Props) {
  const { index, top, height, template, prefix, content, columns, findings, block, cursor } = props;
  const { t } = useTranslation('ruleEditors');
  const rows = rowsOf(content);
  const isDefault = index >= rows.length;
  const id = isDefault ? null : idOf(rows[index]!, index);
  const said = findings.at.get(keyOf(id));
  const isChosen = index >= block.top && index <= block.bottom;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus, and names its active cell
    <div
      role="row"
      aria-rowindex={index + 2}
      className={`rt-row${isDefault ? ' is-default' : ''}`}
      style={{ top, height, gridTemplateColumns: template }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see the grid */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see the row */}
      <div
        role="rowheader"
        aria-colindex={1}
        className={`rt-number${isChosen ? ' is-chosen' : ''}${toneOf(said)}`}
        title={detailsOf(said) || (isDefault ? t('grid.defaultSays') : undefined)}
        onMouseDown={(event) => {
          event.preventDefault();
          props.selectRow(index, event.shiftKey);
        }}
        onMouseEnter={(event) => event.buttons === 1 && props.selectRow(index, true)}
      >
        {isDefault ? t('grid.default') : index + 1}
      </div>
      {columns.map((column, at) => {
        const text = cellAt(content, index, column);
        const found = findings.at.get(keyOf(id, column.id));
        const isHere = cursor.row === index && cursor.column === at;
        const look = [
          'rt-cell',
          column.side === null ? 'is-note' : 'mono',
          isWithin(block, index, at) && 'is-chosen',
          isHere && 'is-here',
          text === null && 'is-none',
        ];
        return (
          // biome-ignore lint/a11y/useSemanticElements: see the grid
          // biome-ignore lint/a11y/useFocusableInteractive: see the row
          <div
            key={column.id}
            id={`${prefix}-${index}-${at}`}
            role="gridcell"
            aria-colindex={at + 2}
            aria-selected={isWithin(block, index, at)}
            aria-invalid={found?.some((each) => each.severity !== 'warning') || undefined}
            className={look.filter(Boolean).join(' ') + toneOf(found)}
            title={detailsOf(found) || (text && text.length > 24 ? text : undefined)}
            onMouseDown={(event) => {
              event.preventDefault();
              props.select({ row: index, column: at }, event.shiftKey);
            }}
            onMouseEnter={(event) => event.buttons === 1 && props.select({ row: index, column: at }, true)}
            onDoubleClick={props.edit}
          >
            {text || (column.side === 'inputs' && !isDefault ? <span className="quiet">–</span> : '')}
          </div>
        );
      })}
    </div>
  );
}

export function toneOf(said: readonly Said[] | undefined): string {
  if (said === undefined) return '';
  return said.some((each) => each.severity !== 'warning') ? ' is-wrong' : ' is-doubtful';
}

export function detailsOf(said: readonly Said[] | undefined): string {
  return (said ?? [])
    .map((each) => (each.suggestion ? `${each.detail} → ${each.suggestion}` : each.detail))
    .join('\n');
}
