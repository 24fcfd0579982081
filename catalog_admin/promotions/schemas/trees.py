"""The words of the tree at a glance: columns, because ten thousand objects repeat each name ten thousand times."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import orjson
from pydantic import Field

from catalog_admin.kit.texts import in_language
from catalog_admin.kit.words import Words
from catalog_admin.promotions.outline import Glance

# Told as they are; what else is told follows from what is served.
PLAIN = ("id", "parent", "key", "name", "type", "revision", "children")
DRAFTED = ("assigned", "excluded", "rules")


class TreeCatalog(Words):
    """`name` is said in the locale that was asked for, or in the catalog's own."""

    key: str
    type: str
    name: str
    locale: str
    locales: list[str]
    revision: int


class TreeLive(Words):
    """What the environment serves of it."""

    version: str
    nodes: int
    rate_plans: int


class TreeColumns(Words):
    """A node stands at the same place in every list. Parents stand before their children, siblings in their order."""

    id: list[UUID]
    parent: Annotated[list[int], Field(description="The parent's place in these lists; -1: it is not among them.")]
    key: list[str]
    name: Annotated[list[str | None], Field(description="In the locale asked for; null: nobody said one.")]
    type: list[str]
    revision: Annotated[list[int], Field(description='Its ETag is `"r` and this number.')]
    children: Annotated[list[int], Field(description="All it has, among these nodes or not.")]
    active_from: list[datetime | None]
    active_to: list[datetime | None]
    assigned: Annotated[list[int], Field(description="Rate plans put here by hand.")]
    excluded: Annotated[list[int], Field(description="Rate plans kept out by hand.")]
    rules: Annotated[list[int], Field(description="Rules written here.")]
    rate_plans: Annotated[list[int] | None, Field(description="On its shelf as it is served.")]
    subtree_rate_plans: Annotated[list[int] | None, Field(description="Distinct ones, here or below, as served.")]
    mark: Annotated[
        list[int] | None,
        Field(
            description="Against what is served: 1 new, 2 says something else, 4 moved or renamed, 8 in another order,"
            " 16 other rules, or their sum; 0 the same. Rate plans put there by hand are not compared."
        ),
    ]


class TreeAtAGlance(Words):
    """`isWhole`: nothing in reach is left out. Else ask for levels (`parent`) or for what matches (`filter`).

    `live`, `deleted` and the columns `mark`, `ratePlans` and `subtreeRatePlans` are null for whose roles end below
    the catalog: a version is read as a whole or not at all. `live` is null as well where nothing is served.
    """

    catalog: TreeCatalog
    is_whole: bool
    total: Annotated[int | None, Field(description="Nodes in reach; null where only a part was looked at.")]
    live: TreeLive | None
    deleted: Annotated[int | None, Field(description="Nodes that are served and no more in the draft.")]
    paths: Annotated[list[str], Field(description="Of the nodes whose parent is -1, in their order.")]
    found: Annotated[list[int] | None, Field(description="Places of what matches `filter`; the others stand above.")]
    is_cut: Annotated[bool, Field(description="More match than are shown.")]
    nodes: TreeColumns
    next: str | None


def told(glance: Glance, locale: str | None) -> bytes:
    """A TreeAtAGlance without the cost of checking two hundred thousand values that we made ourselves."""
    outline, beside, part = glance.part.outline, glance.beside, glance.part
    nodes: dict[str, Any] = {name: getattr(outline, name) for name in PLAIN}
    nodes |= {"activeFrom": outline.active_from, "activeTo": outline.active_to}
    nodes |= {name: getattr(outline, name) for name in DRAFTED}
    counts = beside.counts(outline) if beside else (None, None)
    nodes |= {"ratePlans": counts[0], "subtreeRatePlans": counts[1], "mark": beside.marks(outline) if beside else None}
    live = beside.live if beside else None
    return orjson.dumps(
        {
            "catalog": _catalog(glance, locale),
            "isWhole": glance.is_whole,
            "total": glance.total,
            "live": {"version": live.hex, "nodes": live.nodes, "ratePlans": live.plans} if live else None,
            "deleted": glance.deleted,
            "paths": part.paths,
            "found": part.found,
            "isCut": part.is_cut,
            "nodes": nodes,
            "next": part.next,
        }
    )


def _catalog(glance: Glance, locale: str | None) -> dict[str, Any]:
    home = glance.home
    return {
        "key": home.key,
        "type": home.type,
        "name": in_language(home.name, locale, home.locale, home.key),
        "locale": home.locale,
        "locales": home.locales,
        "revision": home.revision,
    }
