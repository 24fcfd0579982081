import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { wayDown } from './words';

interface Named {
  nodeId: string;
  name: string;
  path: string;
}

/** A node by its name, with the way to it; leads to the node in the draft. */
export function Place({ catalog, at }: { catalog: string; at: Named }) {
  const { t } = useTranslation('publishing');
  const environment = useEnvironment();
  const name = at.name || at.path.split('.').at(-1) || t('place.root');
  return (
    <Link
      className="pub-place"
      to="/$environment/catalogs/$catalog"
      params={{ environment, catalog }}
      search={{ node: at.nodeId }}
      title={t('place.open')}
    >
      <strong>{name}</strong> <span className="quiet">{wayDown(at.path)}</span>
    </Link>
  );
}
