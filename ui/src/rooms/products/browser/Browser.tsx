// A list of goods: search and filters in the address, rows page after page, columns by choice, a drawer beside it.
import { Button, Drawer, Input, Segmented, Select } from 'antd';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '@/shared/address';
import { number } from '@/shared/format';
import { Loading, Nothing, ProblemNotice } from '@/shared/states';
import { type Column, VirtualTable } from '@/shared/VirtualTable';
import { labelOf, useRegistry } from '../attributes/registry';
import { shown } from '../attributes/values';
import { STATUSES, type Status } from '../goods/goods';
import { useSettled } from '../goods/useSettled';
import { useChosenColumns } from './columns';
import '@/shared/room.css';

export interface Good {
  key: string;
  attributes?: Record<string, unknown>;
  deletedAt: string | null;
}

export interface Found<T> {
  data?: { pages: { items: T[] }[] };
  error: unknown;
  isPending: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

interface Props<T extends Good> {
  /** Names what is kept of it, and its words: `product` or `plan`. */
  name: 'product' | 'plan';
  found: Found<T>;
  columns: Column<T>[];
  first: string[];
  filters?: ReactNode;
  actions: ReactNode;
  /** Why it is empty without any filter, and what to do then. */
  empty: ReactNode;
  drawer: (key: string, row: T | undefined) => ReactNode;
  /** The form for a new one, shown while the address says so. */
  create: ReactNode;
}

/** The filters as the address says them. */
export function useWanted() {
  const [said] = useAddress();
  return {
    search: said.search,
    status: STATUSES.find((status) => status === said.status),
    tag: said.tag,
    product: said.product,
    deleted: said.deleted === 'yes' ? true : undefined,
  };
}

export function SearchBox({ label }: { label: string }) {
  const [said, say] = useAddress();
  const [typed, setTyped] = useState(said.search ?? '');
  const settled = useSettled(typed);
  const asked = said.search ?? '';
  const told = useRef(asked);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed moves the address
  useEffect(() => {
    if (settled === told.current) return;
    told.current = settled;
    say({ search: settled }, { replace: true });
  }, [settled]);
  // Cleared by its button, or gone back: what somebody else put into the address is shown here.
  useEffect(() => {
    if (asked === told.current) return;
    told.current = asked;
    setTyped(asked);
  }, [asked]);
  return (
    <Input.Search
      allowClear
      aria-label={label}
      placeholder={label}
      style={{ width: 280 }}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

function TagBox() {
  const { t } = useTranslation('products');
  const [said, say] = useAddress();
  return (
    <Input
      key={said.tag ?? ''}
      allowClear
      aria-label={t('filter.tag')}
      placeholder={t('filter.tag')}
      style={{ width: 130 }}
      defaultValue={said.tag ?? ''}
      onBlur={(event) => event.target.value !== (said.tag ?? '') && say({ tag: event.target.value })}
      onPressEnter={(event) => say({ tag: event.currentTarget.value })}
      onClear={() => say({ tag: undefined })}
    />
  );
}

export function Browser<T extends Good>({
  name,
  found,
  columns,
  first,
  filters,
  actions,
  empty,
  drawer,
  create,
}: Props<T>) {
  const { t } = useTranslation('products');
  const [said, say] = useAddress();
  const registry = useRegistry().data ?? [];
  const [chosen, choose] = useChosenColumns(name, first);
  const words = { yes: t('value.yes'), no: t('value.no') };
  const ofAttributes: Column<T>[] = registry.map((attribute) => ({
    key: `attribute:${attribute.key}`,
    title: <span title={attribute.key}>{labelOf(attribute)}</span>,
    width: 140,
    align: attribute.type === 'decimal' || attribute.type === 'integer' ? 'right' : undefined,
    render: (row) => shown(row.attributes?.[attribute.key], attribute, words),
  }));
  const every = [...columns, ...ofAttributes];
  const visible = chosen.flatMap((key) => every.find((column) => column.key === key) ?? []);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = Boolean(said.search || said.status || said.tag || said.product || said.deleted);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const close = () => say({ key: undefined, create: undefined });
  const opened = said.key;
  const row = opened === undefined ? undefined : rows.find((each) => each.key === opened);

  return (
    <div className="room">
      <div className="bar">
        <h1>{t(`${name}.many`)}</h1>
        <span className="quiet" role="status">
          {found.data &&
            t(found.hasNextPage ? 'atLeast' : 'found', { count: rows.length, shown: number(rows.length) })}
        </span>
        <span style={{ flex: 1 }} />
        {actions}
      </div>
      <div className="bar">
        <SearchBox label={t(`${name}.search`)} />
        <Select<Status | undefined>
          allowClear
          aria-label={t('field.status')}
          placeholder={t('filter.anyStatus')}
          style={{ width: 130 }}
          value={STATUSES.find((each) => each === said.status)}
          onChange={(status) => say({ status })}
          options={STATUSES.map((each) => ({ value: each, label: t(`status.${each}`) }))}
        />
        <TagBox />
        {filters}
        <Segmented
          aria-label={t('filter.which')}
          value={said.deleted === 'yes' ? 'yes' : 'no'}
          onChange={(which) => say({ deleted: which === 'yes' ? 'yes' : undefined, key: undefined })}
          options={[
            { value: 'no', label: t('filter.there') },
            { value: 'yes', label: t('filter.deleted') },
          ]}
        />
        {isFiltered && (
          <Button
            type="link"
            size="small"
            onClick={() =>
              say({
                search: undefined,
                status: undefined,
                tag: undefined,
                product: undefined,
                deleted: undefined,
              })
            }
          >
            {t('filter.clear')}
          </Button>
        )}
        <span style={{ flex: 1 }} />
        <Select
          mode="multiple"
          aria-label={t('columns')}
          style={{ width: 150 }}
          maxTagCount={0}
          maxTagPlaceholder={t('columnsChosen', { count: visible.length })}
          popupMatchSelectWidth={280}
          showSearch={{ optionFilterProp: 'search' }}
          value={visible.map((column) => column.key)}
          onChange={choose}
          options={every.map((column) => ({
            value: column.key,
            search: `${column.key} ${typeof column.title === 'string' ? column.title : ''}`,
            label: column.title,
          }))}
        />
      </div>
      <div className="grows">
        {found.error && !found.data ? (
          <ProblemNotice wrong={found.error} retry={() => void found.refetch()} />
        ) : found.isPending ? (
          <Loading rows={12} />
        ) : rows.length === 0 ? (
          <div className="card">{isFiltered ? <Nothing>{t('filter.nothing')}</Nothing> : empty}</div>
        ) : (
          <VirtualTable
            // A list of other filters begins at its top.
            key={JSON.stringify([said.search, said.status, said.tag, said.product, said.deleted])}
            label={t(`${name}.many`)}
            rows={rows}
            columns={visible}
            keyOf={keyOf}
            opened={opened}
            onOpen={(each) => say({ key: each.key })}
            onEnd={more}
            foot={found.isFetchingNextPage ? <Loading rows={1} /> : undefined}
          />
        )}
      </div>
      <Drawer
        open={opened !== undefined || said.create === 'yes'}
        onClose={close}
        size={620}
        mask={false}
        destroyOnHidden
        title={opened ?? t(`${name}.new`)}
        styles={{ header: { padding: '10px 16px' }, body: { padding: 16 } }}
      >
        {opened !== undefined ? drawer(opened, row) : said.create === 'yes' ? create : null}
      </Drawer>
    </div>
  );
}

function keyOf(row: Good): string {
  return row.key;
}
