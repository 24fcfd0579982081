// An exclude rule or a mask reaches the shelves below: what comes and goes on each of them.
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';
import type { Effects } from '../asking';

export function Shelves({ effects, catalog }: { effects: Effects; catalog: string }) {
  const { t } = useTranslation('shelfRules');
  const { environment } = useParams({ strict: false }) as { environment: string };
  const untold = effects.nodeCount - effects.nodes.length;
  return (
    <>
      <table className="rule-shelves">
        <thead>
          <tr>
            <th scope="col">{t('shelf')}</th>
            <th scope="col">{t('preview.enters')}</th>
            <th scope="col">{t('preview.leaves')}</th>
            <th scope="col">{t('preview.stays')}</th>
          </tr>
        </thead>
        <tbody>
          {effects.nodes.map((each) => (
            <tr key={each.path}>
              <td>
                {each.nodeId ? (
                  <Link
                    to="/$environment/catalogs/$catalog"
                    params={{ environment, catalog }}
                    search={{ node: each.nodeId, tab: 'rule' }}
                  >
                    {each.path || t('root')}
                  </Link>
                ) : (
                  each.path
                )}
              </td>
              <td className={each.enters ? 'is-enters' : 'quiet'}>
                {each.enters ? `+${number(each.enters)}` : 0}
              </td>
              <td className={each.leaves ? 'is-leaves' : 'quiet'}>
                {each.leaves ? `−${number(each.leaves)}` : 0}
              </td>
              <td>{number(each.stays)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {untold > 0 && (
        <p className="quiet">{t('preview.partial', { count: untold, shown: number(untold) })}</p>
      )}
    </>
  );
}
