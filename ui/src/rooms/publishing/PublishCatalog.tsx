import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { CatalogHead } from './CatalogHead';
import { DifferenceView } from './difference/DifferenceView';
import { PublishPanel } from './publish/PublishPanel';

interface Address {
  show?: string;
  /** The publish that was begun here: a reload finds it again. */
  job?: string;
}

/** What publishing the draft will change, and the button that does it. */
export function Page() {
  const { t } = useTranslation('publishing');
  const { catalog } = useParams({ strict: false }) as { catalog: string };
  const environment = useEnvironment();
  const address = useSearch({ strict: false }) as Address;
  const go = useNavigate();
  const turn = (change: Address, replace: boolean) =>
    void go({
      to: '/$environment/publish/$catalog',
      params: { environment, catalog },
      search: { ...address, ...change },
      replace,
    });
  const ends = { environment, catalog, from: 'live', to: 'draft' };
  return (
    <div>
      <CatalogHead catalog={catalog}>
        <Button
          onClick={() =>
            void go({
              to: '/$environment/publish/$catalog/versions',
              params: { environment, catalog },
              search: { rollback: 'previous' },
            })
          }
        >
          {t('rollback.toPrevious')}
        </Button>
      </CatalogHead>
      <div className="pub-two">
        <DifferenceView
          ends={ends}
          purpose="publish"
          show={address.show}
          onShow={(show) => turn({ show }, true)}
        />
        <PublishPanel ends={ends} job={address.job} onJob={(job) => turn({ job }, false)} />
      </div>
    </div>
  );
}
