import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '@/app/session';
import { ago, instant, number } from '@/shared/format';
import { StatusTag } from '@/shared/StatusTag';
import { Digest, versionName } from '../CatalogHead';
import type { Publication } from '../queries';
import type { Address } from '../Versions';
import { RulePins } from './RulePins';
import { Storage, useStorage } from './Storage';
import { Tags } from './Tags';
import { VersionActions } from './VersionActions';

interface Shown {
  catalog: string;
  publications: Publication[];
  chosen: string[];
  onChoose: (ids: string[]) => void;
  compareWithLive: (digest: string) => void;
  open: (dialog: Address) => void;
}

export function VersionTable({ catalog, publications, chosen, onChoose, ...actions }: Shown) {
  const { t } = useTranslation('publishing');
  const environment = useEnvironment();
  const stored = useStorage(catalog, publications.length);
  // The same content published again takes nothing more: what it takes is said once.
  const told = new Map(publications.toReversed().map((each) => [each.version.digest, each.id]));
  return (
    <Table<Publication>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={publications}
      rowClassName={(each) => (each.isServed ? 'pub-live' : each.version.retiredAt ? 'pub-retired' : '')}
      rowSelection={{
        selectedRowKeys: chosen,
        hideSelectAll: true,
        columnWidth: 36,
        columnTitle: <span className="pub-unseen">{t('versions.choose')}</span>,
        onChange: (keys) => onChoose(keys as string[]),
        getCheckboxProps: (each) =>
          ({
            'aria-label': t('versions.chooseOne', { version: nameOf(each) }),
            disabled: each.version.retiredAt !== null,
          }) as object,
      }}
      columns={[
        {
          title: t('versions.version'),
          width: 176,
          render: (_, each) => (
            <>
              <div className="pub-line" style={{ gap: '0 8px' }}>
                <strong>{nameOf(each)}</strong>
                {each.version.retiredAt && (
                  <StatusTag>
                    <span title={t('versions.retiredOn', { when: ago(each.version.retiredAt) })}>
                      {t('versions.retired')}
                    </span>
                  </StatusTag>
                )}
                {!each.isReleased && !each.wasServed && <StatusTag>{t('versions.frozen')}</StatusTag>}
                {each.servedIn.map((place) => (
                  <StatusTag key={place} tone={place === environment ? 'good' : 'info'}>
                    {t('versions.liveIn', { environment: place })}
                  </StatusTag>
                ))}
              </div>
              <Digest digest={each.version.digest} />
            </>
          ),
        },
        {
          title: t('versions.published'),
          width: 112,
          render: (_, { publishedAt, publishedBy }) => (
            <>
              <div title={instant(publishedAt)}>{ago(publishedAt)}</div>
              <div className="quiet pub-cut">{publishedBy}</div>
            </>
          ),
        },
        {
          title: t('versions.note'),
          render: (_, { note, version, boundaries, isServed, rulePins }) => (
            <>
              <div>{note ?? <span className="quiet">{t('versions.noNote')}</span>}</div>
              <div className="quiet">
                {t('versions.counts', { nodes: number(version.nodes), plans: number(version.ratePlans) })}
              </div>
              {isServed && boundaries[0] !== undefined && (
                <div className="quiet">{t('versions.boundary', { when: instant(boundaries[0]) })}</div>
              )}
              {rulePins.length > 0 && <RulePins pins={rulePins} />}
            </>
          ),
        },
        {
          title: t('versions.storage'),
          width: 104,
          render: (_, { id, version }) =>
            told.get(version.digest) === id ? (
              <Storage stored={stored.get(version.digest)} />
            ) : (
              <span className="quiet">{t('versions.sameContent')}</span>
            ),
        },
        {
          title: t('versions.tags'),
          width: 116,
          render: (_, { version, tags }) => <Tags catalog={catalog} digest={version.digest} tags={tags} />,
        },
        {
          title: <span className="pub-unseen">{t('versions.actions')}</span>,
          width: 160,
          align: 'right',
          render: (_, each) => <VersionActions catalog={catalog} publication={each} {...actions} />,
        },
      ]}
    />
  );
  function nameOf({ version: { digest, number } }: Publication): string {
    return versionName(t, { version: digest, number });
  }
}
