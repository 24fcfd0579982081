// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual grid are placed one by one, which a table does not allow
// biome-ignore-all lint/a11y/useFocusableInteractive: the rows take the focus, not their cells
import {
  DeleteOutlined,
  HolderOutlined,
  PushpinFilled,
  PushpinOutlined,
  StopOutlined,
} from '@ant-design/icons';
import { Button, Checkbox, Tooltip } from 'antd';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusTag, type Tone } from '@/shared/StatusTag';
import { useHere } from '../here';
import type { Member } from '../queries';
import { handOf } from './changes';
import type { Shelf } from './useShelf';
import { Why } from './Why';

const TONES: Record<string, Tone> = { active: 'good', draft: 'wait', retired: 'plain' };

type Handle = Partial<
  Record<
    'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel',
    (event: PointerEvent<HTMLElement>) => void
  >
>;

interface Props {
  at: number;
  top: number;
  measure: (element: HTMLElement | null) => void;
  member: Member;
  out: boolean;
  shelf: Shelf;
  isActive: boolean;
  isChosen: boolean;
  isOpen: boolean;
  isDragged: boolean;
  drop: boolean;
  handle?: Handle;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  toggle: (withRange: boolean) => void;
  toggleOpen: () => void;
}

export function ShelfRow(props: Props) {
  const { at, top, measure, member, isChosen, isOpen, isDragged, drop, handle, isActive } = props;
  const { t } = useTranslation('nodes');
  const { mayEdit } = useHere();
  const row = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is open is taller
  useEffect(() => measure(row.current), [isOpen, measure]);
  const name = member.name ?? member.ratePlanId;
  return (
    <div
      ref={row}
      role="row"
      data-index={at}
      data-row={at}
      data-key={member.ratePlanId}
      aria-rowindex={at + 2}
      aria-selected={isChosen}
      aria-label={name}
      tabIndex={isActive ? 0 : -1}
      className="shelf-item"
      data-dragged={isDragged || undefined}
      data-drop={drop || undefined}
      style={{ transform: `translateY(${top}px)` }}
      onFocus={props.onFocus}
      onKeyDown={props.onKeyDown}
    >
      <div className="shelf-row" role="presentation">
        <span role="gridcell" className="shelf-mark">
          {handle && (
            <Tooltip title={t('shelf.drag')}>
              <span className="shelf-handle" {...handle}>
                <HolderOutlined />
              </span>
            </Tooltip>
          )}
          {mayEdit && (
            <Checkbox
              checked={isChosen}
              aria-label={t('shelf.choose', { name })}
              onChange={(event) => props.toggle((event.nativeEvent as unknown as MouseEvent).shiftKey)}
            />
          )}
          <span className="shelf-pin">{member.pin !== null && <Pin place={at + 1} />}</span>
        </span>
        <span role="gridcell" className="shelf-name" title={name}>
          {name}
        </span>
        <span role="gridcell" className="mono shelf-cut" title={member.sku ?? undefined}>
          {member.sku ?? member.ratePlanId}
        </span>
        <span role="gridcell" className="quiet shelf-cut" title={member.product ?? undefined}>
          {member.product}
        </span>
        <span role="gridcell">
          {member.status && (
            <StatusTag tone={TONES[member.status] ?? 'plain'}>{t(`shelf.status.${member.status}`)}</StatusTag>
          )}
        </span>
        <span role="gridcell" className="shelf-cut">
          <button type="button" className="node-link" aria-expanded={isOpen} onClick={props.toggleOpen}>
            <SourceOf member={member} />
          </button>
        </span>
        <span role="gridcell" className="shelf-do">
          {mayEdit && <Actions {...props} name={name} />}
        </span>
      </div>
      {isOpen && (
        <div role="gridcell" className="shelf-why">
          <Why plan={member.ratePlanId} />
        </div>
      )}
    </div>
  );
}

function Pin({ place }: { place: number }) {
  const { t } = useTranslation('nodes');
  return (
    <Tooltip title={t('shelf.pinnedAt', { place })}>
      <PushpinFilled aria-label={t('shelf.pinnedAt', { place })} />
    </Tooltip>
  );
}

function SourceOf({ member }: { member: Member }) {
  const { t } = useTranslation('nodes');
  if (member.out === 'excluded_by_hand') return <>{t('shelf.source.outByHand')}</>;
  if (member.out === 'excluded_by_rule') return <>{t('shelf.source.outByRule')}</>;
  if (member.source === 'manual' && member.beat) return <>{t('shelf.source.beat', { rule: member.beat })}</>;
  if (member.source === 'manual') return <>{t('shelf.source.manual')}</>;
  return <>{t('shelf.source.rule', { rule: member.rule })}</>;
}

function Actions({ member, out, shelf, name }: Props & { name: string }) {
  const { t } = useTranslation('nodes');
  const isPinned = member.pin !== null;
  const action = (key: string, icon: React.ReactNode, act: () => unknown) => (
    <Tooltip title={t(`shelf.do.${key}Why`)}>
      <Button
        size="small"
        type="text"
        tabIndex={-1}
        icon={icon}
        disabled={shelf.isBusy}
        aria-label={t(`shelf.do.${key}`, { name })}
        onClick={() => void act()}
      />
    </Tooltip>
  );
  if (out) return action('let', <DeleteOutlined />, () => shelf.remove([member]));
  return (
    <>
      {isPinned
        ? action('unpin', <PushpinOutlined rotate={180} />, () => shelf.unpin([member]))
        : action('pin', <PushpinOutlined />, () => shelf.pin([member]))}
      {handOf(member)
        ? action('remove', <DeleteOutlined />, () => shelf.remove([member]))
        : action('exclude', <StopOutlined />, () => shelf.exclude([member]))}
    </>
  );
}
