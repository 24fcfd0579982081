import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Part } from '../queries';
import { MarkTag } from './MarkTag';
import { markOf } from './marks';
import type { Drawn } from './tables';

/** A decision table with what cases made of its rows and of each cell that asks something. */
export function PaintedTable({ table, parts }: { table: Drawn; parts: readonly Part[] }) {
  const { t } = useTranslation('rules');
  const byId = useMemo(() => new Map(parts.map((each) => [`${each.part} ${each.name}`, each])), [parts]);
  const columns = [...table.inputs, ...table.outputs];
  return (
    <section className="rr-stack" aria-label={table.name}>
      <h3>{table.name}</h3>
      <div className="rr-wide">
        <table className="plain-table rr-cells">
          <thead>
            <tr>
              <th>{t('coverage.row')}</th>
              {columns.map(({ id, title }) => (
                <th key={id} className={table.outputs.some((each) => each.id === id) ? 'is-out' : undefined}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <tr key={row.id}>
                <Cell part={byId.get(`row ${table.node}/${row.id}`)} text={row.id} title={row.description} />
                {table.inputs.map(({ id }) => (
                  <Cell
                    key={id}
                    part={byId.get(`condition ${table.node}/${row.id}/${id}`)}
                    text={row.cells[id] ?? ''}
                  />
                ))}
                {table.outputs.map(({ id }) => (
                  <td key={id} className="mono is-out">
                    {row.cells[id]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Cell({ part, text, title }: { part?: Part; text: string; title?: string }) {
  return (
    <td className={part && `is-${markOf(part)}`} title={title}>
      <div className="rr-cell">
        <span className="mono">{text || '–'}</span>
        {part && <MarkTag part={part} short />}
      </div>
    </td>
  );
}
