// Dragging with the pointer: what is carried, where it would go, and what speaks against it.
import { type DragEvent, type RefObject, useRef, useState } from 'react';
import { type Drop, dropAt, isNoMove, type Refusal } from './drop';
import { type Forest, topmost } from './forest';
import type { Line } from './lines';
import type { Scroller } from './TreeLines';

const OPEN_AFTER_MS = 600;

interface Dragging {
  forest: Forest;
  lines: readonly Line[];
  scroller: RefObject<Scroller | null>;
  /** What goes along when this row is dragged: all that is marked, if it is one of them. */
  carriedWith: (id: string) => readonly string[];
  /** What is written on what is carried. */
  badge: (ids: readonly string[]) => string;
  canCarry: (id: string) => boolean;
  canDrop: (parentId: string) => boolean;
  open: (id: string) => void;
  move: (ids: readonly string[], drop: Drop) => void;
}

export function useDragging({
  forest,
  lines,
  scroller,
  carriedWith,
  badge,
  canCarry,
  canDrop,
  open,
  move,
}: Dragging) {
  const carried = useRef<readonly string[]>([]);
  const [drop, setDrop] = useState<Drop | null>(null);
  const hovered = useRef<{ id: string; timer: ReturnType<typeof setTimeout> } | null>(null);

  function hover(id: string | null) {
    if (hovered.current?.id === id) return;
    if (hovered.current) clearTimeout(hovered.current.timer);
    hovered.current = id === null ? null : { id, timer: setTimeout(() => open(id), OPEN_AFTER_MS) };
  }

  function end() {
    carried.current = [];
    hover(null);
    setDrop(null);
  }

  function targetOf(event: DragEvent): Drop | Refusal | null {
    if (carried.current.length === 0) return null;
    const { at, share } = scroller.current!.under(event.clientY);
    const target = dropAt(forest, lines, at, share, carried.current);
    if (target === null || typeof target === 'string') return target;
    return canDrop(target.parentId) ? target : 'unseen';
  }

  return {
    drop,
    events: {
      onDragStart(event: DragEvent) {
        const id = rowIdOf(event.target);
        const ids = id === null ? [] : topmost(forest, carriedWith(id).filter(canCarry));
        if (ids.length === 0) return event.preventDefault();
        carried.current = inOrder(ids, lines);
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', ids.join('\n'));
        showBadge(event, badge(ids));
      },
      onDragOver(event: DragEvent) {
        const target = targetOf(event);
        if (target === null || typeof target === 'string') {
          hover(null);
          setDrop(null);
          return;
        }
        event.preventDefault();
        event.dataTransfer.dropEffect = 'move';
        hover(target.side === 'inside' ? target.parentId : null);
        setDrop((before) => (isSameDrop(before, target) ? before : target));
      },
      onDragLeave(event: DragEvent) {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDrop(null);
      },
      onDrop(event: DragEvent) {
        event.preventDefault();
        const target = targetOf(event);
        const ids = carried.current;
        end();
        if (target === null || typeof target === 'string' || isNoMove(forest, ids, target)) return;
        move(ids, target);
      },
      onDragEnd: end,
    },
  };
}

export function rowIdOf(target: EventTarget): string | null {
  return (target as Element).closest?.<HTMLElement>('[data-node]')?.dataset.node ?? null;
}

/** As they are seen, whatever the order in which they were marked. */
export function inOrder(ids: readonly string[], lines: readonly Line[]): string[] {
  const wanted = new Set(ids);
  const seen = lines.filter((line) => line.kind === 'row' && wanted.has(line.id)).map((line) => line.id);
  return [...seen, ...ids.filter((id) => !seen.includes(id))];
}

function isSameDrop(one: Drop | null, other: Drop): boolean {
  return one !== null && one.below === other.below && one.level === other.level && one.side === other.side;
}

function showBadge(event: DragEvent, text: string) {
  const badge = document.createElement('div');
  badge.className = 'tree-carried';
  badge.textContent = text;
  document.body.append(badge);
  event.dataTransfer.setDragImage(badge, -12, 8);
  setTimeout(() => badge.remove());
}
