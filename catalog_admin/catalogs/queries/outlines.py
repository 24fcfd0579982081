"""The tree at a glance: whole, a level of it, or what matches a text; always as far as somebody's roles reach."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog_admin.catalogs.model import paths, reach
from catalog_admin.catalogs.model.draft import Catalog, Node
from catalog_admin.catalogs.model.outline import NOWHERE, Outline, Shelved, outline_of
from catalog_admin.catalogs.store import outlines
from catalog_admin.kit.paging import cursor, key_of
from catalog_admin.kit.work import Reads

MOST_MATCHES = 500
MOST_WORDS = 8


@dataclass(frozen=True)
class Part:
    """Of a tree: `paths` are those of the nodes that hang below none of the others, `found` places of matches."""

    outline: Outline
    paths: list[str]
    next: str | None = None
    found: tuple[int, ...] | None = None
    is_cut: bool = False


def size_in_reach(tx: Reads, home: Catalog) -> int:
    return outlines.count(tx.session, home.id, reach.tops(tx.actor, home.key))


def whole_outline(tx: Reads, home: Catalog, locale: str | None) -> Part:
    """A handful of statements, however large the tree."""
    columns = outlines.below(tx.session, home.id, reach.tops(tx.actor, home.key), _names(home, locale))
    shelved = Shelved(outlines.by_hand(tx.session, home.id), outlines.rules(tx.session, home.id))
    return _part(tx, outline_of(columns, shelved, None))


def tops_outline(tx: Reads, home: Catalog, locale: str | None) -> Part:
    """The nodes where somebody's reach begins, mostly the root alone."""
    return _at(tx, home, {paths.tpath_of(top) for top in reach.tops(tx.actor, home.key)}, locale)


def level_outline(tx: Reads, home: Catalog, parent: Node, locale: str | None, limit: int, after: str | None) -> Part:
    """The children in the order people gave them; raises BadCursor."""
    behind = None
    if after is not None:
        sort_key, key = key_of(after, width=2)
        behind = (sort_key if isinstance(sort_key, int) else 0, str(key))
    columns = outlines.children(tx.session, parent, behind, limit + 1, _names(home, locale))
    has_more = len(columns["id"]) > limit
    columns = {name: column[:limit] for name, column in columns.items()}
    outline = _few(tx, home, columns)
    last = cursor(outline.sort_key[-1], outline.key[-1]) if has_more else None
    return Part(outline, [paths.joined(parent.path, key) for key in outline.key], last)


def matches_outline(tx: Reads, home: Catalog, words: str, locale: str | None) -> Part:
    """Nodes whose key or name holds every word, and what stands above them; the first MOST_MATCHES in path order."""
    reached = reach.tops(tx.actor, home.key)
    asked = words.split()[:MOST_WORDS]
    found = outlines.matching(tx.session, home.id, reached, asked, MOST_MATCHES + 1) if asked else []
    kept = [paths.path_of(tpath) for tpath in found[:MOST_MATCHES]]
    shown = {above for path in kept for above in [path, *paths.ancestors(path)] if _is_within_any(above, reached)}
    part = _at(tx, home, {paths.tpath_of(path) for path in shown}, locale)
    places = {path: place for place, path in enumerate(_paths(part))}
    return Part(
        part.outline, part.paths, found=tuple(sorted(places[path] for path in kept)), is_cut=len(found) > len(kept)
    )


def _at(tx: Reads, home: Catalog, tpaths: set[str], locale: str | None) -> Part:
    return _part(tx, _few(tx, home, outlines.at(tx.session, home.id, tpaths, _names(home, locale))))


def _few(tx: Reads, home: Catalog, columns: outlines.Columns) -> Outline:
    ids: Sequence[str] = columns["id"]
    shelved = Shelved(outlines.by_hand(tx.session, home.id, ids), outlines.rules(tx.session, home.id, ids))
    return outline_of(columns, shelved, outlines.counts_of_children(tx.session, home.id, ids))


def _part(tx: Reads, outline: Outline) -> Part:
    loose = [outline.id[place] for place, parent in enumerate(outline.parent) if parent == NOWHERE]
    if outline.parent_id[:1] == [None]:
        return Part(outline, [""])
    known = outlines.paths_of(tx.session, loose)
    return Part(outline, [known[each] for each in loose])


def _paths(part: Part) -> list[str]:
    """Of all its nodes, in their order."""
    told: list[str] = []
    loose = iter(part.paths)
    for parent, key in zip(part.outline.parent, part.outline.key, strict=True):
        told.append(next(loose) if parent == NOWHERE else paths.joined(told[parent], key))
    return told


def _is_within_any(path: str, tops: Sequence[str]) -> bool:
    return any(paths.is_within(path, top) for top in tops)


def _names(home: Catalog, locale: str | None) -> dict[str, str | None]:
    return {"locale": locale, "language": locale.partition("-")[0] if locale else None, "first": home.locale}
