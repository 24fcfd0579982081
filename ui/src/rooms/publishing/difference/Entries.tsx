// Every change there is, in rows; those out of sight are not drawn, and the next page comes when one gets near it.
import { DownOutlined, RightOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';
import { Loading, Nothing, ProblemNotice } from '@/shared/states';
import { type Change, changesQuery, type Ends, type Kind } from '../queries';
import { Fields } from './Fields';
import { SortTag } from './SortTag';
import { fieldName, wayDown } from './words';

const ROW = 32;
const NEAR_THE_END = 20;

export function Entries({ ends, kind, total }: { ends: Ends; kind?: Kind; total: number }) {
  const { t } = useTranslation('publishing');
  const asked = useInfiniteQuery(changesQuery(ends, kind ? { kind } : {}));
  if (asked.isPending) return <Loading />;
  if (asked.isError) return <ProblemNotice wrong={asked.error} retry={() => void asked.refetch()} />;
  const changes = asked.data.pages.flatMap((page) => page.items);
  if (changes.length === 0) return <Nothing>{t('entries.none')}</Nothing>;
  return (
    <Rows
      changes={changes}
      total={total}
      fetchMore={() => {
        if (asked.hasNextPage && !asked.isFetchingNextPage) void asked.fetchNextPage();
      }}
    />
  );
}

interface RowsShown {
  changes: Change[];
  total: number;
  fetchMore: () => void;
}

function Rows({ changes, total, fetchMore }: RowsShown) {
  const { t } = useTranslation('publishing');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const scrolled = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: changes.length,
    getScrollElement: () => scrolled.current,
    estimateSize: () => ROW,
    getItemKey: (index) => idOf(changes[index]!),
    overscan: 10,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= changes.length - NEAR_THE_END) fetchMore();
  }, [last, changes.length, fetchMore]);
  const toggle = (id: string) =>
    setOpen((was) => {
      const now = new Set(was);
      if (!now.delete(id)) now.add(id);
      return now;
    });
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <section ref={scrolled} className="pub-rows" tabIndex={0} aria-label={t('entries.label')}>
        <ul className="pub-plain-list" style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {shown.map((row) => {
            const change = changes[row.index]!;
            const id = idOf(change);
            return (
              <li
                key={row.key}
                ref={rows.measureElement}
                data-index={row.index}
                className="pub-placed"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <Row change={change} isOpen={open.has(id)} toggle={() => toggle(id)} />
              </li>
            );
          })}
        </ul>
      </section>
      <p className="quiet pub-number">
        {t('entries.shown', {
          shown: number(changes.length),
          total: number(Math.max(total, changes.length)),
        })}
      </p>
    </>
  );
}

function Row({ change, isOpen, toggle }: { change: Change; isOpen: boolean; toggle: () => void }) {
  const { t } = useTranslation('publishing');
  const what = nameOf(change);
  return (
    <>
      <div className="pub-row">
        {change.fields.length > 0 ? (
          <Button
            type="text"
            size="small"
            icon={isOpen ? <DownOutlined /> : <RightOutlined />}
            aria-expanded={isOpen}
            aria-label={t('entries.open', { what })}
            onClick={toggle}
          />
        ) : (
          <span />
        )}
        <span>
          <SortTag change={change} />
        </span>
        <span className="quiet">{t(`kind.${change.kind}`)}</span>
        <span title={what}>
          <span className={change.kind === 'plan' ? 'mono' : undefined}>{what}</span>
        </span>
        <span className="quiet">
          {change.kind === 'membership' ? (
            <span className="mono">{change.ratePlan}</span>
          ) : (
            change.fields.map((field) => fieldName(field.pointer)).join(', ')
          )}
        </span>
      </div>
      {isOpen && <Fields fields={change.fields} />}
    </>
  );
}

function idOf(change: Change): string {
  return `${change.kind}/${change.key}`;
}

function nameOf({ key, path, kind }: Change): string {
  if (path) return wayDown(path);
  return kind === 'node' || kind === 'ruleset' ? '/' : key;
}
