// What somebody sees of the tree: what is open, what the filter leaves, which row is active, which ones are marked.
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { filtered, withAncestors, wordsOf } from './filter';
import { ancestorsOf, childrenOf, EMPTY, type Forest } from './forest';
import { kept } from './kept';
import { allOpen, linesOf } from './lines';
import { type Tree, useMatches, type Which } from './source';

export type View = ReturnType<typeof useView>;

export function useView(which: Which, tree: Tree | undefined, chosen: string | null) {
  const [last] = useState(() => kept(which.environment, which.catalog));
  const [open, setOpen] = useState<ReadonlySet<string> | null>(() => (last ? new Set(last.open) : null));
  const [active, setActive] = useState<string | null>(chosen ?? last?.active ?? null);
  const [marked, setMarked] = useState<ReadonlySet<string>>(() => new Set(chosen ? [chosen] : []));
  const [writingBelow, setWritingBelow] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [shut, setShut] = useState<ReadonlySet<string>>(new Set());
  const words = useWords(useDeferredValue(text));
  const isFiltering = words.length > 0;
  const matches = useMatches(which, words.join(' '), tree?.isWhole === false);
  const whole = tree?.forest ?? EMPTY;

  const filter = useMemo(() => {
    if (words.length === 0) return null;
    if (tree?.isWhole !== false) return { forest: whole, ...filtered(whole, words), isCut: false };
    const { forest, found, isCut } = matches.data ?? {
      forest: EMPTY,
      found: new Set<string>(),
      isCut: false,
    };
    return { forest, found, shown: withAncestors(forest, found), isCut };
  }, [words, whole, tree?.isWhole, matches.data]);

  const forest = filter?.forest ?? whole;
  // At first the top level is open: a single closed root tells nothing.
  const opened = useMemo(() => open ?? new Set(whole.tops), [open, whole.tops]);
  // A filter opens what leads to a match, and lets nothing else be opened.
  const leading = useMemo(() => {
    const parents = [...(filter?.shown ?? [])].map((id) => forest.rows.get(id)?.parentId);
    return new Set(parents.filter((id) => id != null));
  }, [forest, filter]);
  const lines = useMemo(() => {
    if (filter === null) return linesOf(forest, { open: opened, writingBelow });
    const open = new Set([...leading].filter((id) => !shut.has(id)));
    return linesOf(forest, { open, only: filter.shown });
  }, [forest, filter, leading, opened, shut, writingBelow]);
  const placeOf = useMemo(() => {
    const places = new Map<string, number>();
    for (const [at, line] of lines.entries()) if (line.kind === 'row') places.set(line.id, at);
    return places;
  }, [lines]);

  // Another filter opens everything that leads to what it found.
  useEffect(() => {
    setShut(new Set());
    void words;
  }, [words]);

  function openOnly(change: (set: Set<string>) => void) {
    if (filter) setShut((before) => mapped(before, (set) => change(set)));
    else setOpen((before) => mapped(before ?? opened, change));
  }

  return {
    last,
    forest,
    whole,
    lines,
    placeOf,
    opened,
    active,
    setActive,
    marked,
    setMarked,
    text,
    setText,
    words,
    filter,
    isFiltering,
    isAsking: matches.isFetching && tree?.isWhole === false && isFiltering,
    writingBelow,
    setWritingBelow,
    canOpen: (id: string) => (filter ? leading.has(id) : (forest.rows.get(id)?.children ?? 0) > 0),
    isOpen: (id: string) => lines[placeOf.get(id) ?? -1]?.open ?? false,
    toggle(id: string, to: boolean) {
      // While filtering everything is open but what was shut.
      openOnly((set) => void (to !== (filter !== null) ? set.add(id) : set.delete(id)));
    },
    openSiblings(id: string) {
      const siblings = childrenOf(forest, forest.rows.get(id)?.parentId ?? null);
      openOnly((set) => {
        for (const each of siblings) filter ? set.delete(each) : set.add(each);
      });
    },
    /** All above it, so that it can be seen. */
    openWayTo(id: string, among: Forest = whole) {
      setOpen((before) =>
        mapped(before ?? opened, (set) => {
          for (const above of ancestorsOf(among, id)) set.add(above);
        }),
      );
    },
    openAll: () => setOpen(allOpen(whole)),
    closeAll: () => setOpen(new Set(whole.tops)),
  };
}

function mapped(before: ReadonlySet<string>, change: (set: Set<string>) => void): Set<string> {
  const set = new Set(before);
  change(set);
  return set;
}

/** The same words are the same array: typing a space filters nothing anew. */
function useWords(text: string): readonly string[] {
  const joined = wordsOf(text).join(' ');
  return useMemo(() => (joined === '' ? [] : joined.split(' ')), [joined]);
}
