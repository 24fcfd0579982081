import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { StatusTag } from '@/shared/StatusTag';
import type { JsonObject } from '../json/exact';
import { addRows, type Change, deleteRows } from './editing';
import { rowsOf, type Table } from './model';
import { closing, EMPTY, type Findings, type Listed, listed, type Said } from './placing';
import { placeWords } from './words';

const MOST = 50;

interface Props {
  table: Table;
  found: Findings;
  apply?: (change: Change) => void;
  go: (there: Listed) => void;
}

/** All that is to be said of the table: what stands at a cell leads there, and what can be mended at once is. */
export function SaidLines({ table, found, apply, go }: Props) {
  const { t } = useTranslation('ruleEditors');
  const lines = listed(found, table);
  if (lines.length + found.beside.length === 0) return null;
  return (
    <ul className="rt-beside" aria-label={t('findings')}>
      {found.beside.map((fault) => (
        <li key={`${fault.pointer} ${fault.code} ${fault.detail}`}>
          <Tone fault={fault} />
          <Words fault={fault} />
          <Close fault={fault} content={table.content} apply={apply} />
        </li>
      ))}
      {lines.slice(0, MOST).map((each) => (
        <li key={`${each.row} ${each.column} ${each.fault.code} ${each.fault.detail}`}>
          <Tone fault={each.fault} />
          <span>
            <button type="button" className="rr-link rt-place" onClick={() => go(each)}>
              {placeWords(t, table, each.row, each.column)}
            </button>
            <Words fault={each.fault} />
          </span>
          {each.fault.code === EMPTY && apply && (
            <Button
              size="small"
              onClick={() => {
                apply(deleteRows(each.row!, each.row!));
                go(each);
              }}
            >
              {t('row.deleteOne')}
            </Button>
          )}
        </li>
      ))}
      {lines.length > MOST && <li className="quiet">{t('findingsMore', { count: lines.length - MOST })}</li>}
    </ul>
  );
}

function Tone({ fault }: { fault: Said }) {
  const { t } = useTranslation('ruleEditors');
  const isDoubt = fault.severity === 'warning';
  return <StatusTag tone={isDoubt ? 'wait' : 'bad'}>{t(isDoubt ? 'warning' : 'error')}</StatusTag>;
}

function Words({ fault }: { fault: Said }) {
  return (
    <span>
      {fault.detail}
      {fault.suggestion && <span className="quiet"> → {fault.suggestion}</span>}
    </span>
  );
}

interface CloseProps {
  fault: Said;
  content: JsonObject;
  apply?: (change: Change) => void;
}

/** A gap can be closed by the row that it lacks. */
function Close({ fault, content, apply }: CloseProps) {
  const { t } = useTranslation('ruleEditors');
  const row = apply ? closing(fault, content) : null;
  if (row === null) return null;
  return (
    <Button size="small" onClick={() => apply?.(addRows(rowsOf(content).length, [row]))}>
      {t('row.close')}
    </Button>
  );
}
