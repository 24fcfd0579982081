import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { Loading, Nothing, ProblemNotice } from '@/shared/states';
import { CatalogHead } from './CatalogHead';
import { type Publication, publicationsQuery } from './queries';
import { Moves } from './versions/Moves';
import { RestoreDialog } from './versions/RestoreDialog';
import { RetireDialog } from './versions/RetireDialog';
import { RollbackDialog } from './versions/RollbackDialog';
import { StorageTotal } from './versions/Storage';
import { VerifyDialog } from './versions/VerifyDialog';
import { VersionTable } from './versions/VersionTable';
import { WithdrawButton } from './versions/WithdrawButton';

/** The open dialog stands in the address: others can be sent to it, and Back closes it. */
export type Address = {
  rollback?: string;
  restore?: string;
  verify?: string;
  retire?: string;
  job?: string;
};

/** What was published, what was live when, and the way back to any of it. */
export function Page() {
  const { catalog } = useParams({ strict: false }) as { catalog: string };
  const environment = useEnvironment();
  const address = useSearch({ strict: false }) as Address;
  const go = useNavigate();
  const place = { environment, catalog };
  const open = (search: Address) =>
    void go({ to: '/$environment/publish/$catalog/versions', params: place, search, resetScroll: false });
  const close = () => open({});
  return (
    <div>
      <CatalogHead catalog={catalog}>
        <WithdrawButton place={place} />
      </CatalogHead>
      <Timeline catalog={catalog} open={open} />
      {address.rollback && <RollbackDialog place={place} to={String(address.rollback)} close={close} />}
      {address.restore && (
        <RestoreDialog
          key={address.job}
          place={place}
          version={String(address.restore)}
          job={address.job}
          begun={(job) => open({ restore: address.restore, job })}
          close={close}
        />
      )}
      {address.retire && <RetireDialog place={place} version={String(address.retire)} close={close} />}
      {address.verify && <VerifyDialog place={place} version={String(address.verify)} close={close} />}
    </div>
  );
}

function Timeline({ catalog, open }: { catalog: string; open: (dialog: Address) => void }) {
  const { t } = useTranslation('publishing');
  const environment = useEnvironment();
  const asked = useInfiniteQuery(publicationsQuery(environment, catalog));
  if (asked.isPending) return <Loading rows={8} />;
  if (asked.isError) return <ProblemNotice wrong={asked.error} retry={() => void asked.refetch()} />;
  const publications = asked.data.pages.flatMap((page) => page.items);
  if (publications.length === 0) return <NeverPublished catalog={catalog} />;
  return (
    <div className="pub-two">
      <div className="pub-stack">
        <Compared publications={publications} catalog={catalog} open={open} />
        {asked.hasNextPage && (
          <Button loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
            {t('more')}
          </Button>
        )}
      </div>
      <Moves catalog={catalog} publications={publications} />
    </div>
  );
}

interface Listed {
  publications: Publication[];
  catalog: string;
  open: (dialog: Address) => void;
}

/** Two versions that are ticked can be compared. */
function Compared(listed: Listed) {
  const { t } = useTranslation('publishing');
  const environment = useEnvironment();
  const go = useNavigate();
  const [chosen, setChosen] = useState<string[]>([]);
  const [older, newer] = listed.publications
    .filter((each) => chosen.includes(each.id))
    .map((each) => each.version.digest)
    .reverse();
  const compare = (from: string, to: string) =>
    void go({
      to: '/$environment/publish/$catalog/compare',
      params: { environment, catalog: listed.catalog },
      search: { from, to },
    });
  return (
    <>
      <div className="pub-line">
        <Button
          size="small"
          disabled={older === undefined || newer === undefined}
          onClick={() => older && newer && compare(older, newer)}
        >
          {t('versions.compareChosen')}
        </Button>
        <span className="quiet">{t('versions.chooseTwo')}</span>
        <span style={{ flex: 1 }} />
        <StorageTotal catalog={listed.catalog} />
      </div>
      <VersionTable
        {...listed}
        chosen={chosen}
        onChoose={(now) => setChosen(now.slice(-2))}
        compareWithLive={(digest) => compare('live', digest)}
      />
    </>
  );
}

function NeverPublished({ catalog }: { catalog: string }) {
  const { t } = useTranslation('publishing');
  const environment = useEnvironment();
  const go = useNavigate();
  return (
    <Nothing
      action={
        <Button
          type="primary"
          onClick={() => void go({ to: '/$environment/publish/$catalog', params: { environment, catalog } })}
        >
          {t('versions.toPublish')}
        </Button>
      }
    >
      {t('versions.none')}
    </Nothing>
  );
}
