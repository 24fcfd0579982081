// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual grid are placed one by one, which a table does not allow
// biome-ignore-all lint/a11y/useFocusableInteractive: the rows take the focus, not their cells
// Rows as many as there are, drawn as many as are seen. Pinned ones come first and are dragged or stepped into order.
import { useVirtualizer } from '@tanstack/react-virtual';
import { Checkbox } from 'antd';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHere } from '../here';
import type { Member } from '../queries';
import { ShelfRow } from './ShelfRow';
import { useRowDrag } from './useRowDrag';
import type { Shelf } from './useShelf';

const ROW = 32;
const TALLEST = 560;

interface Props {
  members: Member[];
  total: number;
  out: boolean;
  mayDrag: boolean;
  shelf: Shelf;
  chosen: ReadonlyMap<string, Member>;
  choose: (chosen: ReadonlyMap<string, Member>) => void;
  more?: () => void;
}

export function ShelfTable({ members, total, out, mayDrag, shelf, chosen, choose, more }: Props) {
  const { t } = useTranslation('nodes');
  const { mayEdit } = useHere();
  const frame = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState(0);
  const lastChosen = useRef<number | null>(null);
  const rows = useVirtualizer({
    count: members.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    getItemKey: (at) => members[at]!.ratePlanId,
    overscan: 12,
  });
  const drag = useRowDrag(frame, shelf.pinned.length, (from, to) => {
    const member = members[from]!;
    const group = chosen.has(member.ratePlanId) ? [...chosen.values()] : [member];
    void shelf.pinAt(group, to);
  });

  const seen = rows.getVirtualItems();
  const last = seen.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= members.length - 20) more?.();
  }, [last, members.length, more]);

  function toggle(at: number, withRange: boolean) {
    const next = new Map(chosen);
    const from = withRange && lastChosen.current !== null ? lastChosen.current : at;
    const isOn = !chosen.has(members[at]!.ratePlanId);
    for (const each of members.slice(Math.min(from, at), Math.max(from, at) + 1)) {
      if (isOn) next.set(each.ratePlanId, each);
      else next.delete(each.ratePlanId);
    }
    lastChosen.current = at;
    choose(next);
  }

  function toggleOpen(key: string) {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  }

  function focus(at: number) {
    const to = Math.max(0, Math.min(members.length - 1, at));
    setActive(to);
    rows.scrollToIndex(to);
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(`[data-row="${to}"]`)?.focus());
  }

  async function step(at: number, by: 1 | -1) {
    if (await shelf.step(members[at]!, by)) focus(at + by);
  }

  function pressed(event: KeyboardEvent, at: number) {
    if (event.target !== event.currentTarget) return;
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0 && event.altKey) {
      if (mayEdit && mayDrag) void step(at, by);
    } else if (by !== 0) focus(at + by);
    else if (event.key === 'Home') focus(0);
    else if (event.key === 'End') focus(members.length - 1);
    else if (event.key === ' ' && mayEdit) toggle(at, event.shiftKey);
    else if (event.key === 'Enter') toggleOpen(members[at]!.ratePlanId);
    else if (event.key === 'Delete' && mayEdit && !out) void shelf.remove([members[at]!]);
    else return;
    event.preventDefault();
  }

  const isAll = members.length > 0 && members.every((each) => chosen.has(each.ratePlanId));
  const titles = ['plan', 'key', 'product', 'status', 'source'] as const;
  return (
    <div
      role="grid"
      className="shelf-grid"
      data-edit={mayEdit || undefined}
      aria-label={t(out ? 'shelf.out' : 'shelf.on')}
      aria-rowcount={total + 1}
      aria-busy={shelf.isBusy}
    >
      <div role="row" className="shelf-row shelf-head" aria-rowindex={1}>
        <span role="columnheader" className="shelf-mark">
          <span className="node-hidden">{t('shelf.pinColumn')}</span>
          {mayEdit && (
            <Checkbox
              checked={isAll}
              indeterminate={!isAll && chosen.size > 0}
              aria-label={t('shelf.chooseAll', { count: members.length })}
              onChange={() =>
                choose(isAll ? new Map() : new Map(members.map((each) => [each.ratePlanId, each])))
              }
            />
          )}
        </span>
        {titles.map((each) => (
          <span key={each} role="columnheader">
            {t(`shelf.columns.${each}`)}
          </span>
        ))}
        <span role="columnheader">
          <span className="node-hidden">{t('meta.actions')}</span>
        </span>
      </div>
      <div ref={frame} role="rowgroup" className="shelf-rows" style={{ maxHeight: TALLEST }}>
        <div role="presentation" style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {seen.map((item) => {
            const member = members[item.index]!;
            return (
              <ShelfRow
                key={item.key}
                at={item.index}
                top={item.start}
                measure={rows.measureElement}
                member={member}
                out={out}
                shelf={shelf}
                isActive={item.index === active}
                isChosen={chosen.has(member.ratePlanId)}
                isOpen={open.has(member.ratePlanId)}
                drop={drag.dropAt(item.index)}
                isDragged={drag.from === item.index}
                handle={mayEdit && mayDrag ? drag.handle(item.index) : undefined}
                onFocus={() => setActive(item.index)}
                onKeyDown={(event) => pressed(event, item.index)}
                toggle={(withRange) => toggle(item.index, withRange)}
                toggleOpen={() => toggleOpen(member.ratePlanId)}
              />
            );
          })}
        </div>
      </div>
      {mayEdit && mayDrag && <p className="quiet shelf-hint">{t('shelf.hint')}</p>}
    </div>
  );
}
