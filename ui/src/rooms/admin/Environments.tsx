// The tenant's environments, and what each of them served since when.
import { PlusOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Drawer, Input } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '@/shared/address';
import { api, told, type Words } from '@/shared/api';
import { FormFrame } from '@/shared/FormFrame';
import { Field } from '@/shared/fields';
import { ago, instant, number, shortDigest } from '@/shared/format';
import { StatusTag } from '@/shared/StatusTag';
import { Answer, Nothing } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import { type Column, VirtualTable } from '@/shared/VirtualTable';
import { environmentsQuery } from './GrantsEditor';

type Environment = Words['EnvironmentOut'];
type Move = Words['MoveOut'];

export function Environments({ may }: { may: boolean }) {
  const { t, i18n } = useTranslation('admin');
  const [said, say] = useAddress();
  const found = useQuery(environmentsQuery);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new language is new words
  const columns = useMemo<Column<Environment>[]>(
    () => [
      {
        key: 'key',
        title: t('environment.key'),
        width: 220,
        grows: true,
        render: (row) => (
          <>
            <span className="mono">{row.key}</span>{' '}
            {row.isDefault && <StatusTag>{t('environment.default')}</StatusTag>}
          </>
        ),
      },
      {
        key: 'release',
        title: t('environment.serves'),
        width: 200,
        render: (row) =>
          row.releaseDigest ? (
            <span className="mono">{shortDigest(row.releaseDigest)}</span>
          ) : (
            <span className="quiet">{t('environment.nothing')}</span>
          ),
      },
      {
        key: 'generation',
        title: t('environment.moves'),
        width: 100,
        align: 'right',
        render: (row) => number(row.generation),
      },
      { key: 'created', title: t('environment.created'), width: 160, render: (row) => ago(row.createdAt) },
    ],
    [t, i18n.language],
  );
  const barred = may ? undefined : t('barred');
  const close = () => say({ key: undefined, create: undefined });
  return (
    <>
      <div className="bar">
        <span className="quiet" style={{ flex: 1 }}>
          {t('environment.what')}
        </span>
        <Button
          type="primary"
          icon={<PlusOutlined />}
          disabled={!may}
          title={barred}
          onClick={() => say({ create: 'yes', key: undefined })}
        >
          {t('environment.new')}
        </Button>
      </div>
      <div className="grows">
        <Answer asked={found}>
          {({ items }) => (
            <VirtualTable
              label={t('environment.many')}
              rows={items}
              columns={columns}
              keyOf={(row) => row.key}
              opened={said.key}
              onOpen={(row) => say({ key: row.key, create: undefined })}
            />
          )}
        </Answer>
      </div>
      <Drawer
        open={said.key !== undefined || said.create === 'yes'}
        onClose={close}
        size={680}
        mask={false}
        destroyOnHidden
        title={
          said.key !== undefined
            ? t('environment.historyOf', { environment: said.key })
            : t('environment.new')
        }
        extra={
          said.key !== undefined && (
            <Link to="/$environment" params={{ environment: said.key }}>
              {t('environment.goThere')}
            </Link>
          )
        }
      >
        {said.key !== undefined ? <History environment={said.key} /> : <EnvironmentForm close={close} />}
      </Drawer>
    </>
  );
}

function EnvironmentForm({ close }: { close: () => void }) {
  const { t } = useTranslation('admin');
  const [key, setKey] = useState('');
  const toasts = useToasts();
  const queries = useQueryClient();
  const save = async () => {
    await told(api.POST('/environments', { body: { key } }));
    toasts.done(t('environment.made', { environment: key }));
    close();
    void queries.invalidateQueries({ queryKey: ['admin', 'environments'] });
    void queries.invalidateQueries({ queryKey: ['environments'] });
  };
  return (
    <FormFrame
      said={key}
      save={save}
      saveWords={t('environment.create')}
      cancel={close}
      blocked={key === '' ? t('environment.keyFirst') : undefined}
    >
      <Field label={t('environment.key')} at="/key" required hint={t('environment.keyHint')}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            className="mono"
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
        )}
      </Field>
    </FormFrame>
  );
}

function History({ environment }: { environment: string }) {
  const { t } = useTranslation('admin');
  const found = useInfiniteQuery({
    queryKey: ['admin', 'history', environment],
    queryFn: ({ pageParam: after }) =>
      told(
        api.GET('/environments/{environment}/history', {
          params: { path: { environment }, query: { limit: 20, after } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  return (
    <Answer asked={found}>
      {({ pages }) => {
        const moves = pages.flatMap((page) => page.items);
        if (moves.length === 0) return <Nothing>{t('environment.neverServed')}</Nothing>;
        return (
          <>
            {moves.map((move) => (
              <Moved key={move.generation} move={move} environment={environment} />
            ))}
            {found.hasNextPage && (
              <Button
                size="small"
                loading={found.isFetchingNextPage}
                onClick={() => void found.fetchNextPage()}
              >
                {t('more', { ns: 'shared' })}
              </Button>
            )}
          </>
        );
      }}
    </Answer>
  );
}

function Moved({ move, environment }: { move: Move; environment: string }) {
  const { t } = useTranslation('admin');
  return (
    <article style={{ padding: '8px 0', borderBottom: '1px solid var(--ant-color-border-secondary)' }}>
      <div className="bar">
        <strong>{t('environment.move', { number: number(move.generation) })}</strong>
        <StatusTag tone="info">{t(`cause.${move.cause}`, { defaultValue: move.cause })}</StatusTag>
        {move.catalogId && (
          <Link
            to={'/$environment/publish/$catalog/versions' as '/$environment'}
            params={{ environment, catalog: move.catalogId } as never}
          >
            {move.catalogId}
          </Link>
        )}
        <span style={{ flex: 1 }} />
        <span className="quiet" title={instant(move.effectiveFrom)}>
          {t('environment.since', { when: instant(move.effectiveFrom) })}
        </span>
      </div>
      <div className="quiet">
        <span className="mono">{move.movedBy}</span>
        {move.reason && ` · ${move.reason}`}
      </div>
      <div className="bar quiet" style={{ columnGap: 16 }}>
        {Object.entries(move.catalogs).map(([catalog, version]) => (
          <span key={catalog}>
            {catalog}{' '}
            <span className="mono" title={version}>
              {shortDigest(version)}
            </span>
          </span>
        ))}
      </div>
    </article>
  );
}
