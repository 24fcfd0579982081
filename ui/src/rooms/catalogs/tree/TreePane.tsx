import { Button, type InputRef } from 'antd';
import { lazy, type MouseEvent, Suspense, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useMe } from '@/app/session';
import type { Words } from '@/shared/api';
import { useShortcuts } from '@/shared/shortcuts';
import { Loading, Nothing, ProblemNotice } from '@/shared/states';
import { useToasts } from '@/shared/toasts';
import { useAsked } from '../acts';
import { consequencesOf } from './consequences';
import { type Place, stepped } from './drop';
import { useEdits } from './edits';
import { nextBeginning } from './filter';
import { ancestorsOf, childrenOf, type Forest, isRoot, isUnread, pathOf, titleOf, topmost } from './forest';
import { meaningOf } from './keyboard';
import type { Line } from './lines';
import { NewNodeBox } from './NewNodeBox';
import { RenameBox } from './RenameBox';
import { type Act, type MenuAt, RowMenu } from './RowMenu';
import { ACTS, ALL_ACTS, READING_ACTS } from './rowActs';
import type { useTree } from './source';
import { TreeFoot } from './TreeFoot';
import { TreeHead } from './TreeHead';
import { type Scroller, TreeLines } from './TreeLines';
import { typeBelow, typesIn } from './types';
import { useArriving } from './useArriving';
import { inOrder, rowIdOf, useDragging } from './useDragging';
import { useKeeping } from './useKeeping';
import { useView } from './useView';
import './tree.css';

const DeleteDialog = lazy(() => import('./DeleteDialog'));
const MoveDialog = lazy(() => import('./MoveDialog'));
const DeletedDrawer = lazy(() => import('./DeletedDrawer'));

type Catalog = Words['catalog_admin__catalogs__schemas__trees__CatalogOut'];
type Dialog =
  | { what: 'delete'; ids: string[] }
  | { what: 'move'; ids: string[] }
  | { what: 'deleted' }
  | null;

const TYPING_MS = 600;

interface Pane {
  source: ReturnType<typeof useTree>;
  catalog: Catalog;
  catalogs: readonly Catalog[];
  nameOf: (catalog: Catalog) => string;
  locale: string;
  chosen: string | null;
  choose: (id: string | null) => void;
  goTo: (catalog: string | null) => void;
}

export function TreePane({ source, catalog, catalogs, nameOf, locale, chosen, choose, goTo }: Pane) {
  const { t } = useTranslation('catalogs');
  const me = useMe();
  const toasts = useToasts();
  const { asked, hold } = source;
  const tree = asked.data;
  const catalogName = nameOf(catalog);
  const view = useView(hold.which, tree, chosen);
  const edits = useEdits(hold, catalogName);
  const scroller = useRef<Scroller>(null);
  const filterBox = useRef<InputRef>(null);
  const [dialog, setDialog] = useState<Dialog>(null);
  const [menu, setMenu] = useState<(MenuAt & { id: string }) | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [cut, setCut] = useState<readonly string[]>([]);
  const typed = useRef({ text: '', at: 0 });
  const anchor = useRef<string | null>(null);
  const { forest, lines, placeOf } = view;

  const mayEdit = (id: string, among: Forest = forest) =>
    mayDo(me, ['catalog-editor'], { catalog: catalog.key, path: pathOf(among, id) });
  // Whoever edits a subtree only may not move its top away, nor put anything beside it.
  const mayMove = (id: string) => {
    const row = forest.rows.get(id);
    return row !== undefined && !isRoot(row) && row.parentId !== null && mayEdit(id);
  };
  const title = (id: string) => {
    const row = forest.rows.get(id) ?? view.whole.rows.get(id);
    return row ? titleOf(row, catalogName) : '';
  };

  useKeeping(hold.which, view, scroller);
  useArriving(chosen, source, view, scroller);

  // Without a filter again, what one found is still in sight.
  const wasFiltering = useRef(false);
  useLayoutEffect(() => {
    if (wasFiltering.current === view.isFiltering) return;
    wasFiltering.current = view.isFiltering;
    const at = view.active === null ? undefined : placeOf.get(view.active);
    if (view.isFiltering) scroller.current?.scrollTo(0, 0);
    else if (at !== undefined) scroller.current?.show(at);
  }, [view.isFiltering, view.active, placeOf]);

  // Levels that are open but not here yet.
  const fetching = useRef(new Set<string>());
  useEffect(() => {
    for (const line of lines) {
      if (line.kind !== 'waiting' || fetching.current.has(line.id)) continue;
      fetching.current.add(line.id);
      hold
        .fetchLevel(line.id)
        .catch((wrong) => toasts.refused(wrong))
        .finally(() => fetching.current.delete(line.id));
    }
  }, [lines, hold, toasts]);

  function goToLine(at: number, extend = false) {
    const bounded = Math.max(0, Math.min(lines.length - 1, at));
    const line = lines[bounded];
    if (line === undefined || line.kind !== 'row') return;
    if (extend) markRange(line.id);
    view.setActive(line.id);
    scroller.current?.show(bounded);
  }

  function markRange(to: string) {
    const from = anchor.current ?? view.active ?? to;
    anchor.current = from;
    const [first, last] = [placeOf.get(from) ?? 0, placeOf.get(to) ?? 0].sort((one, other) => one - other);
    view.setMarked(
      new Set(lines.slice(first, last! + 1).flatMap((line) => (line.kind === 'row' ? [line.id] : []))),
    );
  }

  function mark(id: string) {
    anchor.current = id;
    const next = new Set(view.marked);
    if (!next.delete(id)) next.add(id);
    view.setMarked(next);
  }

  function chooseRow(id: string) {
    anchor.current = id;
    view.setActive(id);
    view.setMarked(new Set([id]));
    choose(id);
  }

  /** Of a tree read in levels, what a filter found is here only when the way to it was read. */
  async function ready(id: string, among: Forest = forest) {
    await hold.fetchWayTo(ancestorsOf(among, id));
    const row = hold.forest().rows.get(id);
    if (row && isUnread(hold.forest(), row)) await hold.fetchLevel(id);
  }

  /** All that is marked if the row is one of them, else the row alone; never what goes along anyway. */
  function meant(id: string): string[] {
    const ids = view.marked.has(id) ? inOrder([...view.marked], lines) : [id];
    return topmost(forest, ids.filter(mayMove));
  }

  async function move(ids: readonly string[], to: Place, key?: string) {
    if (tree?.isWhole === false) for (const id of ids) await hold.fetchWayTo(ancestorsOf(forest, id));
    setCut([]);
    view.toggle(to.parentId, true);
    await edits.move(ids, to, key);
  }

  async function remove(ids: readonly string[], cascade: boolean) {
    const next = neighbourOf(ids);
    for (const id of ids) await ready(id);
    if (!(await edits.remove(ids, cascade))) return;
    view.setMarked(new Set());
    view.setActive(next);
    if (chosen !== null && !hold.forest().rows.has(chosen)) choose(next);
  }

  /** Where one goes on when rows are gone: the next one beside them, else one before, else the one above. */
  function neighbourOf(ids: readonly string[]): string | null {
    const above = forest.rows.get(ids[0]!)?.parentId ?? null;
    const siblings = childrenOf(forest, above);
    const at = siblings.indexOf(ids[0]!);
    const staying = (id: string) => !ids.includes(id);
    return siblings.slice(at).find(staying) ?? siblings.slice(0, at).findLast(staying) ?? above;
  }

  function commonParent(ids: readonly string[]): string | null {
    const parents = new Set(ids.map((id) => forest.rows.get(id)!.parentId!));
    return parents.size === 1 ? title([...parents][0]!) : null;
  }

  function step(id: string, by: -1 | 1) {
    const to = mayMove(id) && !view.isFiltering ? stepped(forest, id, by) : null;
    if (to !== null) void edits.move([id], to).then(() => undefined);
  }

  async function paste(parentId: string) {
    const ids = cut.filter((id) => forest.rows.has(id));
    if (ids.length === 0 || !mayEdit(parentId)) return;
    if (ids.some((id) => id === parentId || ancestorsOf(forest, parentId).includes(id)))
      return toasts.refused(new Error(t('tree.refused.itself')), t('tree.notPasted'));
    await ready(parentId);
    await move(ids, { parentId, position: childrenOf(hold.forest(), parentId).length });
  }

  async function startCreating(id: string) {
    if (!mayEdit(id)) return;
    if (view.isFiltering) {
      view.setText('');
      view.openWayTo(id, forest);
    }
    await ready(id);
    view.toggle(id, true);
    view.setActive(id);
    view.setWritingBelow(id);
  }

  const canDo = (act: Act, id: string): boolean => {
    const row = forest.rows.get(id);
    if (row === undefined) return false;
    if (act === 'create') return mayEdit(id);
    if (act === 'paste') return mayEdit(id) && cut.length > 0;
    if (act === 'rename') return !isRoot(row) && mayEdit(id);
    if (act === 'earlier') return mayMove(id) && !view.isFiltering && stepped(forest, id, -1) !== null;
    if (act === 'later') return mayMove(id) && !view.isFiltering && stepped(forest, id, 1) !== null;
    if (act === 'toggle') return view.canOpen(id);
    return act === 'copyPath' || act === 'copyLink' || mayMove(id);
  };

  function act(what: Act, id: string) {
    if (!canDo(what, id)) return;
    if (what === 'toggle') view.toggle(id, !view.isOpen(id));
    if (what === 'create') void startCreating(id);
    if (what === 'rename') setRenaming(id);
    if (what === 'moveTo') setDialog({ what: 'move', ids: meant(id) });
    if (what === 'earlier') step(id, -1);
    if (what === 'later') step(id, 1);
    if (what === 'cut') setCut(meant(id));
    if (what === 'paste') void paste(id);
    if (what === 'copyPath') copy(pathOf(forest, id));
    if (what === 'copyLink') copy(`${location.origin}${location.pathname}?node=${id}`);
    if (what === 'delete') setDialog({ what: 'delete', ids: meant(id) });
  }

  useAsked((what, id) => {
    view.setActive(id);
    act(what, id);
  });

  function copy(text: string) {
    navigator.clipboard.writeText(text).then(
      () => toasts.done(t('tree.copied', { text })),
      (wrong) => toasts.refused(wrong),
    );
  }

  function openMenu(id: string, at: MenuAt) {
    view.setActive(id);
    setMenu({ ...at, id });
  }

  const toFilter = () => filterBox.current?.focus({ cursor: 'all' });
  // In the tree its own keys come first; these are for whoever is nowhere yet, and for the list of shortcuts.
  const fromOutside = (what: Act) => () => {
    if (document.activeElement !== document.body || view.active === null) return;
    scroller.current?.focus();
    act(what, view.active);
  };
  useShortcuts([
    { keys: '/', says: t('tree.filter'), run: toFilter },
    { keys: 'N', says: t('tree.act.create'), run: fromOutside('create') },
    { keys: 'F2', says: t('tree.act.rename'), run: fromOutside('rename') },
    { keys: 'M', says: t('tree.act.moveTo'), run: fromOutside('moveTo') },
    { keys: 'Alt ArrowUp', says: t('tree.act.earlier'), run: fromOutside('earlier') },
    { keys: 'Alt ArrowDown', says: t('tree.act.later'), run: fromOutside('later') },
    { keys: 'Delete', says: t('tree.act.delete'), run: fromOutside('delete') },
  ]);

  function onKeyDown(event: React.KeyboardEvent) {
    if ((event.target as Element).closest('input')) return;
    const typing = performance.now() - typed.current.at < TYPING_MS && typed.current.text !== '';
    const meaning = meaningOf(event, typing);
    if (meaning === null) return;
    const id = view.active;
    const at = id === null ? -1 : (placeOf.get(id) ?? -1);
    const line = lines[at];
    event.preventDefault();
    if (typeof meaning === 'object') return jump(meaning.typed, at, typing);
    if (meaning === 'filter') return toFilter();
    if (meaning === 'first') return goToLine(0, event.shiftKey);
    if (meaning === 'last') return goToLine(lines.length - 1, event.shiftKey);
    if (meaning === 'down') return goToLine(at + 1, event.shiftKey);
    if (meaning === 'up') return goToLine(Math.max(0, at - 1), event.shiftKey);
    if (meaning === 'pageDown') return goToLine(at + scroller.current!.page(), event.shiftKey);
    if (meaning === 'pageUp') return goToLine(at - scroller.current!.page(), event.shiftKey);
    if (meaning === 'escape') {
      setCut([]);
      if (view.text !== '') view.setText('');
      return;
    }
    if (id === null || line === undefined) return;
    if (meaning === 'right') return line.open ? goToLine(at + 1) : act('toggle', id);
    if (meaning === 'left') {
      const above = forest.rows.get(id)?.parentId;
      if (line.open) view.toggle(id, false);
      else if (above) goToLine(placeOf.get(above) ?? at);
      return;
    }
    if (meaning === 'choose') return chooseRow(id);
    if (meaning === 'toggle') return mark(id);
    if (meaning === 'openSiblings') return view.openSiblings(id);
    if (meaning === 'menu') {
      const box = document.getElementById(`node-${id}`)?.getBoundingClientRect();
      return openMenu(id, { x: (box?.left ?? 0) + 40, y: box?.bottom ?? 0 });
    }
    act(meaning, id);
  }

  function jump(letter: string, at: number, typing: boolean) {
    const before = typing ? typed.current.text : '';
    // The same letter again means the next one that begins with it.
    const text = before === letter ? letter : before + letter;
    typed.current = { text, at: performance.now() };
    const found = nextBeginning(lines, (line) => (line.kind === 'row' ? title(line.id) : ''), text, at);
    if (found >= 0) goToLine(found);
  }

  function onClick(event: MouseEvent) {
    const id = rowIdOf(event.target);
    if (id === null) return;
    const button = (event.target as Element).closest<HTMLElement>('[data-act]');
    if (button?.dataset.act === 'toggle') return act('toggle', id);
    if (button?.dataset.act === 'create') return act('create', id);
    if (button?.dataset.act === 'menu') {
      const box = button.getBoundingClientRect();
      return openMenu(id, { x: box.left, y: box.bottom });
    }
    scroller.current?.focus();
    if (event.ctrlKey || event.metaKey) {
      view.setActive(id);
      return mark(id);
    }
    if (event.shiftKey) {
      view.setActive(id);
      return markRange(id);
    }
    chooseRow(id);
  }

  const dragging = useDragging({
    forest,
    lines,
    scroller,
    carriedWith: (id) => (view.marked.has(id) ? [...view.marked] : [id]),
    badge: (ids) => t('tree.carried', { count: ids.length, name: title(ids[0]!) }),
    canCarry: mayMove,
    canDrop: (id) => mayEdit(id),
    open: (id) => view.toggle(id, true),
    move: (ids, to) => void moveReady(ids, to),
  });

  /** Dropped into a node whose children are not here yet: behind the last of them. */
  async function moveReady(ids: readonly string[], to: Place) {
    const row = forest.rows.get(to.parentId);
    const isUnknown = row !== undefined && isUnread(forest, row);
    await ready(to.parentId);
    const position = isUnknown ? childrenOf(hold.forest(), to.parentId).length : to.position;
    await move(ids, { parentId: to.parentId, position });
  }

  function lookOf(line: Line, at: number) {
    const row = forest.rows.get(line.id)!;
    return {
      row,
      title: title(line.id),
      words: view.words,
      at,
      level: line.level,
      place: line.place,
      of: line.of,
      open: line.open,
      canOpen: view.canOpen(line.id),
      active: view.active === line.id,
      marked: view.marked.has(line.id),
      shown: chosen === line.id,
      cut: cut.includes(line.id),
      dropInside: dragging.drop?.side === 'inside' && dragging.drop.parentId === line.id,
      mayEdit: mayEdit(line.id),
    };
  }

  function writing(line: Line, at: number) {
    return (
      <NewNodeBox
        key={line.id}
        at={at}
        level={line.level}
        taken={new Set(childrenOf(forest, line.id).map((id) => forest.rows.get(id)!.key))}
        types={typesIn(forest)}
        type={typeBelow(forest, line.id)}
        create={(node) =>
          edits.create(line.id, node, (id) => {
            view.setActive(id);
            scroller.current?.show(at + 1);
          })
        }
        close={() => {
          view.setWritingBelow(null);
          scroller.current?.focus();
        }}
      />
    );
  }

  function renameBox() {
    const at = renaming === null ? undefined : placeOf.get(renaming);
    if (renaming === null || at === undefined) return null;
    const id = renaming;
    const box = (
      <RenameBox
        key={id}
        at={at}
        level={lines[at]!.level}
        title={title(id)}
        locale={locale}
        save={(name) => void ready(id).then(() => edits.rename(id, name))}
        close={() => {
          setRenaming(null);
          scroller.current?.focus();
        }}
      />
    );
    return { id, box };
  }

  const closeDialog = () => {
    setDialog(null);
    setTimeout(() => scroller.current?.focus());
  };

  if (tree === undefined && !asked.isPending)
    return <ProblemNotice wrong={asked.error} retry={() => void asked.refetch()} />;
  return (
    <section className="tree-pane" aria-label={t('tree.label')}>
      <TreeHead
        catalogs={catalogs}
        catalog={catalog.key}
        nameOf={nameOf}
        locale={locale}
        locales={catalog.locales}
        goTo={goTo}
        text={view.text}
        filter={view.setText}
        leave={() => {
          scroller.current?.focus();
          if (view.active === null || !placeOf.has(view.active)) goToLine(0);
        }}
        input={filterBox}
        canOpenAll={tree?.isWhole !== false}
        openAll={view.openAll}
        closeAll={view.closeAll}
        showDeleted={() => setDialog({ what: 'deleted' })}
      />
      {tree === undefined ? (
        <Loading rows={12} />
      ) : lines.length === 0 ? (
        <div className="tree-scroller">
          <Nothing action={<Button onClick={() => view.setText('')}>{t('tree.clearFilter')}</Button>}>
            {view.isAsking ? t('tree.searching') : t('tree.noneFound')}
          </Nothing>
        </div>
      ) : (
        <TreeLines
          ref={scroller}
          lines={lines}
          placeOf={placeOf}
          version={view.whole}
          lookOf={lookOf}
          activeId={view.active}
          drop={dragging.drop}
          writing={writing}
          renaming={renameBox()}
          label={catalogName}
          onKeyDown={onKeyDown}
          onClick={onClick}
          onDoubleClick={(event) => {
            const id = rowIdOf(event.target);
            if (id !== null && !(event.target as Element).closest('[data-act],input')) act('toggle', id);
          }}
          onContextMenu={(event) => {
            const id = rowIdOf(event.target);
            if (id === null) return;
            event.preventDefault();
            openMenu(id, { x: event.clientX, y: event.clientY });
          }}
          onFocus={() => view.active === null && goToLine(0)}
          {...dragging.events}
        />
      )}
      {tree && (
        <TreeFoot
          found={view.filter?.found.size ?? null}
          isCut={view.filter?.isCut ?? false}
          total={tree.total}
          marked={view.marked.size}
          cut={cut.length}
          deleted={tree.deleted}
        />
      )}
      {menu && (
        <RowMenu
          at={menu}
          offered={mayEdit(menu.id) ? ACTS : READING_ACTS}
          disabled={new Set(ALL_ACTS.filter((each) => !canDo(each, menu.id)))}
          act={(what) => act(what, menu.id)}
          close={() => {
            setMenu(null);
            scroller.current?.focus();
          }}
        />
      )}
      <Suspense fallback={null}>
        {dialog?.what === 'delete' && dialog.ids.every((id) => forest.rows.has(id)) && (
          <DeleteDialog
            count={dialog.ids.length}
            name={title(dialog.ids[0]!)}
            parent={commonParent(dialog.ids)}
            consequences={consequencesOf(
              dialog.ids.every((id) => view.whole.rows.has(id)) ? view.whole : forest,
              dialog.ids,
            )}
            remove={(cascade) => void remove(dialog.ids, cascade)}
            close={closeDialog}
          />
        )}
        {dialog?.what === 'move' && dialog.ids.length > 0 && (
          <MoveDialog
            which={hold.which}
            forest={view.whole}
            isWhole={tree?.isWhole !== false}
            catalogName={catalogName}
            ids={dialog.ids}
            ready={ready}
            childrenOf={(id) => childrenOf(hold.forest(), id)}
            move={(to, key) =>
              void move(dialog.ids, to, key).then(() => view.openWayTo(dialog.ids[0]!, hold.forest()))
            }
            close={closeDialog}
          />
        )}
        {dialog?.what === 'deleted' && (
          <DeletedDrawer
            which={hold.which}
            restore={edits.restore}
            mayEdit={(path) => mayDo(me, ['catalog-editor'], { catalog: catalog.key, path })}
            reveal={(id) => choose(id)}
            close={closeDialog}
          />
        )}
      </Suspense>
    </section>
  );
}
