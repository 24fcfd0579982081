import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { StatusTag } from '@/shared/StatusTag';
import { type Broken, type BrokenUse, brokenQuery } from './queries';
import { UseLink } from './UseLink';

/** What catalogs could not use any more, each with the way to its rule; nothing where all of it stays of use. */
export function BrokenLines({ broken }: { broken: Broken | undefined }) {
  const { t } = useTranslation('rules');
  if (broken === undefined || broken.count + broken.untoldCount === 0) return null;
  const untold = broken.count - broken.items.length;
  const heading = t('broken.title', { count: broken.count + broken.untoldCount });
  return (
    <section className="rr-refused" aria-label={heading}>
      <strong>{heading}</strong>
      <ul className="rr-findings">
        {broken.items.map((each) => (
          <Line
            key={`${each.environment} ${each.catalogId} ${each.path} ${each.rule} ${each.file}`}
            use={each}
          />
        ))}
      </ul>
      {untold > 0 && <p className="quiet">{t('broken.more', { count: untold })}</p>}
      {broken.untoldCount > 0 && <p className="quiet">{t('uses.unread', { count: broken.untoldCount })}</p>}
      {broken.isMore && <p className="quiet">{t('broken.notAll')}</p>}
    </section>
  );
}

function Line({ use }: { use: BrokenUse }) {
  const { t } = useTranslation('rules');
  const isError = use.severity === 'error';
  return (
    <li>
      <StatusTag tone={isError ? 'bad' : 'wait'}>{t(isError ? 'checks.error' : 'checks.warning')}</StatusTag>
      <div>
        <UseLink use={use} /> <span className="quiet">{use.environment}</span>
        <div lang="en">{use.detail}</div>
        {use.suggestion && <div className="quiet">{t('checks.try', { what: use.suggestion })}</div>}
      </div>
      <span className="mono quiet">{use.code}</span>
    </li>
  );
}

interface Props {
  branch: string;
  path: string;
  /** Null takes it away. */
  text: string | null;
}

/** The same of a change that is about to be committed. */
export function WouldBreak({ branch, path, text }: Props) {
  return <BrokenLines broken={useQuery(brokenQuery(branch, path, text)).data} />;
}
