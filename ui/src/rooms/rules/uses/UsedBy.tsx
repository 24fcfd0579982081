import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { shortId } from '@/rooms/repository/shortId';
import { StatusTag } from '@/shared/StatusTag';
import { Answer, Nothing } from '@/shared/states';
import { type FileUse, type RuleUse, type ServedUse, usesQuery } from './queries';
import { UseLink } from './UseLink';

interface Props {
  commit: string;
  path: string;
  open: (path: string, pointer?: string) => void;
}

/** Who uses the file: other files as they are at the commit, rules of catalogs and what is served as they are now. */
export default function UsedBy({ commit, path, open }: Props) {
  const { t } = useTranslation('rules');
  const asked = useInfiniteQuery(usesQuery(commit, path));
  return (
    <div className="rr-scroll rr-stack">
      <Answer asked={asked} rows={6}>
        {({ pages }) => {
          const [first] = pages;
          if (first === undefined) return null;
          const unread = first.untoldCount + first.untoldPublishedCount;
          if (first.fileCount + first.count + first.publishedCount + unread === 0)
            return <Nothing>{t('uses.none')}</Nothing>;
          return (
            <>
              <Files files={first.files} count={first.fileCount} open={open} />
              <Rules rules={pages.flatMap((page) => page.items)} count={first.count} />
              {asked.hasNextPage && (
                <Button loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
                  {t('uses.more')}
                </Button>
              )}
              <Served served={first.published} count={first.publishedCount} />
              {unread > 0 && <p className="quiet">{t('uses.unread', { count: unread })}</p>}
            </>
          );
        }}
      </Answer>
    </div>
  );
}

function Files({ files, count, open }: { files: readonly FileUse[]; count: number; open: Props['open'] }) {
  const { t } = useTranslation('rules');
  if (count === 0) return null;
  return (
    <section aria-label={t('uses.files', { count })}>
      <h3>{t('uses.files', { count })}</h3>
      <ul className="rr-findings">
        {files.map((each) => (
          <li key={`${each.path} ${each.pointer}`}>
            <StatusTag>{t('uses.file')}</StatusTag>
            <button type="button" className="rr-link" onClick={() => open(each.path, each.pointer)}>
              <span className="mono">{each.path}</span>
            </button>
            <span className="mono quiet">{each.pointer}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Rules({ rules, count }: { rules: readonly RuleUse[]; count: number }) {
  const { t } = useTranslation('rules');
  if (count === 0) return null;
  return (
    <section aria-label={t('uses.rules', { count })}>
      <h3>{t('uses.rules', { count })}</h3>
      <ul className="rr-findings">
        {rules.map((each) => (
          <li key={`${each.environment} ${each.catalogId} ${each.path} ${each.rule} ${each.at}`}>
            <StatusTag>{each.environment}</StatusTag>
            <UseLink use={each} />
            <span className="mono quiet">@{named(each.at)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Served({ served, count }: { served: readonly ServedUse[]; count: number }) {
  const { t } = useTranslation('rules');
  if (count === 0) return null;
  return (
    <section aria-label={t('uses.served', { count })}>
      <h3>{t('uses.served', { count })}</h3>
      <ul className="rr-findings">
        {served.map((each) => (
          <li key={`${each.environment} ${each.catalogId} ${each.pin.ref}`}>
            <StatusTag tone="info">{each.environment}</StatusTag>
            <span>
              <UseLink use={each} /> {each.hasMoved && <StatusTag tone="wait">{t('uses.moved')}</StatusTag>}
            </span>
            <span className="mono quiet">{shortId(each.pin.commit)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A branch or a tag as it is called, a commit by its first digits. */
function named(at: string): string {
  return /^[0-9a-f]{40}$/.test(at) ? shortId(at) : at;
}
