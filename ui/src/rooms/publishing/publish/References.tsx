// What the draft takes from the rule repository: which conditions a publish will move on, by how much, to what.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { StatusTag } from '@/shared/StatusTag';
import { type Ends, type Reference, referencesQuery } from '../queries';

export function References({ ends }: { ends: Ends }) {
  const { t } = useTranslation('publishing');
  const { environment, catalog } = ends;
  const items = useQuery(referencesQuery(environment, catalog)).data?.items ?? [];
  if (items.length === 0) return null;
  const refs = [...new Set(items.map((each) => each.ref))];
  const byRef = refs.map((ref) => [ref, items.filter((each) => each.ref === ref)] as const);
  const moving = byRef.filter(([, [first]]) => first?.hasMoved).length;
  return (
    <Card size="small" title={t('references.title')}>
      <div className="pub-stack">
        {moving > 0 && <strong>{t('references.moves', { count: moving })}</strong>}
        {byRef.map(([ref, uses]) => (
          <One key={ref} environment={environment} uses={uses} />
        ))}
      </div>
    </Card>
  );
}

/** The same condition in several places: said once. */
function One({ environment, uses }: { environment: string; uses: Reference[] }) {
  const { t } = useTranslation('publishing');
  const [first] = uses;
  if (first === undefined) return null;
  const { ref, file, at, problem, changes } = first;
  const paths = uses.map((each) => each.path || '/').join(', ');
  return (
    <section aria-label={ref}>
      <div className="pub-line">
        <Link
          to="/$environment/rules"
          params={{ environment }}
          search={{ at, file } as never}
          className="mono"
        >
          {ref}
        </Link>
        <Standing reference={first} />
      </div>
      <div className="quiet">{t('references.usedAt', { paths })}</div>
      {problem && <div role="alert">{problem}</div>}
      {changes.map((each) => (
        <div key={each.sentence}>{each.sentence}</div>
      ))}
    </section>
  );
}

function Standing({ reference }: { reference: Reference }) {
  const { t } = useTranslation('publishing');
  const { problem, published, hasMoved, behind, at } = reference;
  if (problem !== null) return <StatusTag tone="bad">{t('references.broken')}</StatusTag>;
  if (published === null) return <StatusTag tone="info">{t('references.first')}</StatusTag>;
  if (!hasMoved) return <StatusTag>{t('references.asPublished')}</StatusTag>;
  return <StatusTag tone="wait">{t('references.behind', { count: behind, at })}</StatusTag>;
}
