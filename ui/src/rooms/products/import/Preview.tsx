// The first rows as the service will read them.
import { useTranslation } from 'react-i18next';
import type { Sheet } from './csv';
import type { Chosen } from './file';

export function Preview({ chosen }: { chosen: Chosen }) {
  const { t } = useTranslation('products');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
    <section className="preview" tabIndex={0} aria-label={t('import.firstRows')}>
      {chosen.sheet ? (
        <Rows sheet={chosen.sheet} />
      ) : (
        <pre className="mono" style={{ margin: 0 }}>
          {chosen.documents.join('\n')}
        </pre>
      )}
    </section>
  );
}

function Rows({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation('products');
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th className="right">{t('import.error.line')}</th>
          {sheet.columns.map((column, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place
            <th key={at}>{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sheet.rows.slice(0, 8).map((row) => (
          <tr key={row.line}>
            <td className="right quiet">{row.line}</td>
            {row.cells.map((cell, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells are known by their place
              <td key={at} className="cells">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
