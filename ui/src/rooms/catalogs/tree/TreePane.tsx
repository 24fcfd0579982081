import { Button, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Words } from '@/shared/api';
import { Loading, Nothing, ProblemNotice } from '@/shared/states';
import { useEdits } from './edits';
import { titleOf } from './forest';
import type { Line } from './lines';
import { pointing } from './pointing';
import { type MenuAt, RowMenu } from './RowMenu';
import { ACTS, ALL_ACTS, READING_ACTS } from './rowActs';
import type { useTree } from './source';
import { TreeDialogs } from './TreeDialogs';
import { TreeFoot } from './TreeFoot';
import { TreeHead } from './TreeHead';
import { type Scroller, TreeLines } from './TreeLines';
import { useActs } from './useActs';
import { useArriving } from './useArriving';
import { useDragging } from './useDragging';
import { useKeeping } from './useKeeping';
import { useMarks } from './useMarks';
import { useMoves } from './useMoves';
import { useRights } from './useRights';
import { useFetching, useStaying } from './useSight';
import { useTreeKeys } from './useTreeKeys';
import { useView } from './useView';
import { writingIn } from './writing';
import './tree.css';

type Catalog = Words['catalog_admin__catalogs__schemas__trees__CatalogOut'];

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

/** The tree of a catalog with everything that is done in it; each sort of doing lies in a file of its own. */
export function TreePane({ source, catalog, catalogs, nameOf, locale, chosen, choose, goTo }: Pane) {
  const { t } = useTranslation('catalogs');
  const { asked, hold } = source;
  const tree = asked.data;
  const catalogName = nameOf(catalog);
  const scroller = useRef<Scroller>(null);
  const filterBox = useRef<InputRef>(null);
  const [menu, setMenu] = useState<(MenuAt & { id: string }) | null>(null);
  const view = useView(hold.which, tree, chosen);
  const edits = useEdits(hold, catalogName);
  const { forest, lines, placeOf } = view;
  const rights = useRights(catalog.key, forest);
  const moves = useMoves({ source, view, edits, rights, chosen, choose });
  const acts = useActs(view, rights, moves);
  const marks = useMarks(view, scroller, choose);
  const title = (id: string) => {
    const row = forest.rows.get(id) ?? view.whole.rows.get(id);
    return row ? titleOf(row, catalogName) : '';
  };

  useKeeping(hold.which, view, scroller);
  useArriving(chosen, source, view, scroller);
  useStaying(view, scroller);
  useFetching(view, hold);

  const back = () => scroller.current?.focus();
  function openMenu(id: string, at: MenuAt) {
    view.setActive(id);
    setMenu({ ...at, id });
  }
  const onKeyDown = useTreeKeys({
    view,
    acts,
    marks,
    scroller,
    titleOf: title,
    toFilter: () => filterBox.current?.focus({ cursor: 'all' }),
    openMenu: (id, box) => openMenu(id, { x: (box?.left ?? 0) + 40, y: box?.bottom ?? 0 }),
    giveUp() {
      moves.setCut([]);
      if (view.text !== '') view.setText('');
    },
  });
  const dragging = useDragging({
    forest,
    lines,
    scroller,
    carriedWith: (id) => (view.marked.has(id) ? [...view.marked] : [id]),
    badge: (ids) => t('tree.carried', { count: ids.length, name: title(ids[0]!) }),
    canCarry: rights.mayMove,
    canDrop: rights.mayEdit,
    open: (id) => view.toggle(id, true),
    move: (ids, to) => void moves.drop(ids, to),
  });
  const lookOf = (line: Line, at: number) => ({
    row: forest.rows.get(line.id)!,
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
    cut: moves.cut.includes(line.id),
    dropInside: dragging.drop?.side === 'inside' && dragging.drop.parentId === line.id,
    mayEdit: rights.mayEdit(line.id),
  });

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
          back();
          if (view.active === null || !placeOf.has(view.active)) marks.goToLine(0);
        }}
        input={filterBox}
        canOpenAll={tree?.isWhole !== false}
        openAll={view.openAll}
        closeAll={view.closeAll}
        showDeleted={() => acts.setAsking({ what: 'deleted' })}
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
          {...writingIn({ view, edits, acts, moves, scroller, locale, titleOf: title, back })}
          label={catalogName}
          onKeyDown={onKeyDown}
          onFocus={() => view.active === null && marks.goToLine(0)}
          {...pointing({ view, acts, marks, scroller, openMenu })}
          {...dragging.events}
        />
      )}
      {tree && (
        <TreeFoot
          found={view.filter?.found.size ?? null}
          isCut={view.filter?.isCut ?? false}
          total={tree.total}
          marked={view.marked.size}
          cut={moves.cut.length}
          deleted={tree.deleted}
        />
      )}
      {menu && (
        <RowMenu
          at={menu}
          offered={rights.mayEdit(menu.id) ? ACTS : READING_ACTS}
          disabled={new Set(ALL_ACTS.filter((each) => !acts.can(each, menu.id)))}
          act={(what) => acts.act(what, menu.id)}
          close={() => {
            setMenu(null);
            back();
          }}
        />
      )}
      <TreeDialogs
        {...{ source, view, edits, moves, rights, catalogName, choose }}
        asking={acts.asking}
        titleOf={title}
        close={() => {
          acts.setAsking(null);
          setTimeout(back);
        }}
      />
    </section>
  );
}
