import { useTranslation } from 'react-i18next';
import { ancestorsOf, type Forest, titleOf } from './tree/forest';

interface WayProps {
  forest: Forest | undefined;
  node: string;
  catalogName: string;
  choose: (id: string) => void;
}

/** From the catalog down to the chosen node; every step can be gone to. */
export function Way({ forest, node, catalogName, choose }: WayProps) {
  const { t } = useTranslation('catalogs');
  const here = forest?.rows.get(node);
  if (forest === undefined || here === undefined) return <div style={{ height: 20 }} />;
  return (
    <nav aria-label={t('tree.way')} style={{ minHeight: 20, marginBottom: 8 }}>
      <ol className="tree-way">
        {ancestorsOf(forest, node).map((id) => (
          <li key={id}>
            <a
              href={`?node=${id}`}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                choose(id);
              }}
            >
              {titleOf(forest.rows.get(id)!, catalogName)}
            </a>{' '}
            <span aria-hidden="true" className="quiet">
              ›
            </span>
          </li>
        ))}
        <li aria-current="page">{titleOf(here, catalogName)}</li>
      </ol>
    </nav>
  );
}
