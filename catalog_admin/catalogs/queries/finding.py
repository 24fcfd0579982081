"""Catalogs and nodes by what somebody types, as far as somebody's roles reach."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog_admin.catalogs.model import paths, reach
from catalog_admin.catalogs.model.draft import Catalog
from catalog_admin.catalogs.store import catalogs, outlines
from catalog_admin.kit.texts import in_language
from catalog_admin.kit.work import Reads

MOST_CATALOGS = 200


@dataclass(frozen=True)
class FoundCatalog:
    key: str
    name: str


@dataclass(frozen=True)
class FoundNodeAt:
    """`name` is None where nobody said one."""

    id: str
    catalog: str
    path: str
    name: str | None


def seen_catalogs(tx: Reads) -> list[Catalog]:
    """The first MOST_CATALOGS that somebody's roles reach, or something in them; by key."""
    living = catalogs.behind(tx.session, None, MOST_CATALOGS)
    return [each for each in living if reach.may_see_catalog(tx.actor, each.key)]


def found_catalogs(
    among: Sequence[Catalog], words: Sequence[str], locale: str | None, limit: int
) -> list[FoundCatalog]:
    """Those whose key or name, in any language, holds all the words."""
    found = [each for each in among if _holds(f"{each.key} {' '.join(each.name.values())}", words)]
    return [FoundCatalog(each.key, in_language(each.name, locale, each.locale, each.key)) for each in found[:limit]]


def found_nodes(
    tx: Reads, among: Sequence[Catalog], words: Sequence[str], locale: str | None, limit: int
) -> list[FoundNodeAt]:
    """By catalog, then by path; a pass over each catalog until there are enough."""
    found: list[FoundNodeAt] = []
    for home in among:
        tops = reach.tops(tx.actor, home.key)
        tpaths = outlines.matching(tx.session, home.id, tops, words, limit - len(found))
        names = {"locale": locale, "language": locale.partition("-")[0] if locale else None, "first": home.locale}
        rows = outlines.named(tx.session, home.id, tpaths, names)
        found += [FoundNodeAt(node, home.key, paths.path_of(tpath), name) for node, tpath, name in rows]
        if len(found) >= limit:
            break
    return found


def _holds(text: str, words: Sequence[str]) -> bool:
    return all(word.casefold() in text.casefold() for word in words)
