import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

interface Props {
  use: {
    environment: string;
    catalogId: string;
    path?: string;
    nodeId?: string | null;
    rule?: string | null;
  };
}

/** A rule of a node, or a catalog; leads to it, in whichever environment it is. */
export function UseLink({ use }: Props) {
  const { t } = useTranslation('rules');
  const params = { environment: use.environment, catalog: use.catalogId };
  const search = use.nodeId ? { node: use.nodeId, tab: 'rule' } : {};
  return (
    <Link to="/$environment/catalogs/$catalog" params={params} search={search as never} className="rr-link">
      {use.catalogId}
      {use.rule && ` › ${use.path || t('uses.root')} › ${use.rule}`}
    </Link>
  );
}
