// What the pointer does to rows: choosing, marking, opening, and their menu.
import type { MouseEvent, RefObject } from 'react';
import type { MenuAt } from './RowMenu';
import type { Scroller } from './TreeLines';
import type { Acts } from './useActs';
import { rowIdOf } from './useDragging';
import type { Marks } from './useMarks';
import type { View } from './useView';

interface Wish {
  view: View;
  acts: Acts;
  marks: Marks;
  scroller: RefObject<Scroller | null>;
  openMenu: (id: string, at: MenuAt) => void;
}

export function pointing({ view, acts, marks, scroller, openMenu }: Wish) {
  return {
    onClick(event: MouseEvent) {
      const id = rowIdOf(event.target);
      if (id === null) return;
      const button = (event.target as Element).closest<HTMLElement>('[data-act]');
      if (button?.dataset.act === 'toggle') return acts.act('toggle', id);
      if (button?.dataset.act === 'create') return acts.act('create', id);
      if (button?.dataset.act === 'menu') {
        const box = button.getBoundingClientRect();
        return openMenu(id, { x: box.left, y: box.bottom });
      }
      scroller.current?.focus();
      if (event.ctrlKey || event.metaKey) {
        view.setActive(id);
        return marks.toggle(id);
      }
      if (event.shiftKey) {
        view.setActive(id);
        return marks.upTo(id);
      }
      marks.choose(id);
    },
    onDoubleClick(event: MouseEvent) {
      const id = rowIdOf(event.target);
      if (id !== null && !(event.target as Element).closest('[data-act],input')) acts.act('toggle', id);
    },
    onContextMenu(event: MouseEvent) {
      const id = rowIdOf(event.target);
      if (id === null) return;
      event.preventDefault();
      openMenu(id, { x: event.clientX, y: event.clientY });
    },
  };
}
