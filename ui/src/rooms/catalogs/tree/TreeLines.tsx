// The lines themselves. The window stays where it is while its content is scrolled: what was drawn last remains until
// the next lines are, so that however fast one scrolls, nothing is ever blank.
import { Spin } from 'antd';
import {
  type ComponentProps,
  type ReactNode,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Drop } from './drop';
import type { Line } from './lines';
import { shiftOf, toShow } from './scrolling';
import { BEYOND, INDENT, ROW_HEIGHT } from './sizes';
import { type RowLook, TreeRow } from './TreeRow';

export interface Scroller {
  focus: () => void;
  element: () => HTMLDivElement;
  show: (at: number) => void;
  /** The line under a point of the page, and how far down it the point is. */
  under: (y: number) => { at: number; share: number };
  page: () => number;
  top: () => { at: number; beyond: number };
  scrollTo: (at: number, beyond: number) => void;
}

type Own = 'lines' | 'ref' | 'children';

interface TreeLinesProps extends Omit<ComponentProps<'div'>, Own> {
  lines: readonly Line[];
  placeOf: ReadonlyMap<string, number>;
  /** A tree that was read anew, apart from one that was opened here: only the first must keep its place by itself. */
  version: unknown;
  lookOf: (line: Line, at: number) => RowLook;
  activeId: string | null;
  drop: Drop | null;
  /** What is written into the tree: it keeps its place and its focus even when it is scrolled away. */
  writing: (line: Line, at: number) => ReactNode;
  renaming: { id: string; box: ReactNode } | null;
  label: string;
  ref: Ref<Scroller>;
}

export function TreeLines(props: TreeLinesProps) {
  const { lines, placeOf, version, lookOf, activeId, drop, writing, renaming, label, ref, ...events } = props;
  const { t } = useTranslation('catalogs');
  const scroller = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const [first, setFirst] = useState(0);
  const [height, setHeight] = useState(600);
  const total = lines.length * ROW_HEIGHT;

  function follow() {
    const top = scroller.current!.scrollTop;
    layer.current!.style.transform = `translateY(${-top}px)`;
    const next = Math.floor(top / ROW_HEIGHT);
    if (next !== first) flushSync(() => setFirst(next));
  }

  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => setHeight(entry!.contentRect.height));
    watch.observe(scroller.current!);
    return () => watch.disconnect();
  }, []);

  const before = useRef({ lines, version });
  useLayoutEffect(() => {
    const was = before.current;
    before.current = { lines, version };
    if (was.version !== version) {
      const seen = was.lines.slice(first, first + 5).map(({ id }, at) => ({ id, at: first + at }));
      const shift = shiftOf(seen, (id) => placeOf.get(id));
      if (shift !== 0) scroller.current!.scrollTop += shift * ROW_HEIGHT;
    }
    const top = scroller.current!.scrollTop;
    layer.current!.style.transform = `translateY(${-top}px)`;
    setFirst(Math.floor(top / ROW_HEIGHT));
  }, [lines, version, placeOf, first]);

  useImperativeHandle(
    ref,
    () => ({
      focus: () => scroller.current!.focus({ preventScroll: true }),
      element: () => scroller.current!,
      show(at) {
        const box = scroller.current!;
        box.scrollTop = toShow(at, ROW_HEIGHT, box.scrollTop, box.clientHeight);
      },
      under(y) {
        const box = scroller.current!;
        const down = (y - box.getBoundingClientRect().top + box.scrollTop) / ROW_HEIGHT;
        return { at: Math.floor(down), share: down - Math.floor(down) };
      },
      page: () => Math.max(1, Math.floor(scroller.current!.clientHeight / ROW_HEIGHT) - 1),
      top() {
        const { scrollTop } = scroller.current!;
        const at = Math.floor(scrollTop / ROW_HEIGHT);
        return { at, beyond: scrollTop - at * ROW_HEIGHT };
      },
      scrollTo(at, beyond) {
        scroller.current!.scrollTop = at * ROW_HEIGHT + beyond;
      },
    }),
    [],
  );

  const drawn = drawnOf(lines, first, height, [activeId, renaming?.id], placeOf);
  return (
    <div
      {...events}
      ref={scroller}
      className="tree-scroller"
      role="tree"
      aria-label={label}
      aria-multiselectable="true"
      aria-activedescendant={activeId !== null && placeOf.has(activeId) ? `node-${activeId}` : undefined}
      tabIndex={0}
      onScroll={follow}
    >
      <div role="none" style={{ height: total, position: 'relative' }}>
        <div role="none" className="tree-window" style={{ height: Math.min(height, total) }}>
          <div role="none" className="tree-lines" ref={layer}>
            {drawn.map((at) => {
              const line = lines[at]!;
              if (line.kind === 'row') return <TreeRow key={line.id} {...lookOf(line, at)} />;
              if (line.kind === 'writing') return <div key={`writing-${line.id}`}>{writing(line, at)}</div>;
              return (
                <div
                  key={`waiting-${line.id}`}
                  role="none"
                  className="tree-row quiet"
                  style={{ top: at * ROW_HEIGHT, height: ROW_HEIGHT, paddingLeft: 8 + line.level * INDENT }}
                >
                  <Spin size="small" /> {t('tree.fetching')}
                </div>
              );
            })}
            {renaming?.box}
            {drop && drop.side !== 'inside' && (
              <div
                className="tree-drop-line"
                style={{ top: drop.below * ROW_HEIGHT - 1, left: 4 + drop.level * INDENT }}
              />
            )}
          </div>
        </div>
      </div>
    </div>
  );
}

/** Those in the window, and those that must not go away: the active row is what the tree points at. */
function drawnOf(
  lines: readonly Line[],
  first: number,
  height: number,
  always: (string | null | undefined)[],
  placeOf: ReadonlyMap<string, number>,
): number[] {
  const from = Math.max(0, first - BEYOND);
  const to = Math.min(lines.length, first + Math.ceil(height / ROW_HEIGHT) + 1 + BEYOND);
  const drawn = new Set<number>();
  for (let at = from; at < to; at += 1) drawn.add(at);
  for (const id of always) {
    const at = id ? placeOf.get(id) : undefined;
    if (at !== undefined) drawn.add(at);
  }
  const written = lines.findIndex((line) => line.kind === 'writing');
  if (written >= 0) drawn.add(written);
  return [...drawn].sort((one, other) => one - other);
}
