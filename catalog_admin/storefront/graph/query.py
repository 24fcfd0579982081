"""Where a query starts: a catalog at a version, and shortcuts to one node, one rate plan, one search."""

from datetime import datetime
from typing import Annotated, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from catalog_admin.storefront.errors import NameUnclear, NodeNotFound, RatePlanNotFound
from catalog_admin.storefront.graph.asking import found, reading_of
from catalog_admin.storefront.graph.described import described
from catalog_admin.storefront.graph.inputs import RatePlanSort, RatePlanWhere, listing_of
from catalog_admin.storefront.graph.limits import NODES_AT_ONCE
from catalog_admin.storefront.graph.selecting import selects
from catalog_admin.storefront.graph.types import (
    Locale,
    Node,
    RatePlan,
    RatePlanConnection,
    connection,
    node_type,
    plan_type,
)
from catalog_admin.storefront.listing import Scope, skus_wanted
from catalog_admin.storefront.lookups import NONE, PlanNamed
from catalog_admin.storefront.model import Moment, NodeCard, PlanCard, Wanted, tpath_of
from catalog_admin.storefront.shelves import DEEPEST, Shelves

VersionName = Annotated[
    str | None,
    strawberry.argument(description="A digest, its first 12 or more digits, or a number of this environment."),
]
TagName = Annotated[str | None, strawberry.argument(description="A tag of this catalog.")]
AsOf = Annotated[
    datetime | None,
    strawberry.argument(description="What was live at this instant; dates are judged at it too."),
]
# Strawberry hands its own object to a parameter that is called root.
Top = Annotated[str, strawberry.argument(name="root", description="A path; the root's is empty.")]


@strawberry.type
class Version:
    digest: str
    number: int | None = strawberry.field(
        description="As this environment counts; null for content that another one was the first to publish."
    )
    published_at: datetime
    is_live: bool = strawberry.field(description="Whether the environment serves it now.")


@strawberry.type
class Catalog:
    shelves: strawberry.Private[Shelves]
    key: str
    version: Version
    generation: int = strawberry.field(description="Grows with every move of the environment, also of one back.")

    @strawberry.field
    def name(self, locale: Locale = None) -> str:
        return self.shelves.at.tongue(locale).say(self.shelves.at.terms.settings.get("name"), self.key)

    @strawberry.field
    def locales(self) -> list[str]:
        return list(self.shelves.at.terms.settings.get("locales") or [])

    @strawberry.field
    def currencies(self) -> list[str]:
        return list(self.shelves.at.terms.settings.get("currencies") or [])

    @strawberry.field
    async def root(self) -> Node | None:
        top = await self.shelves.node_at.load("")
        return node_type(self.shelves, top) if top is not None else None

    @described("The whole tree, or what is below `root`, as one flat list, parents first.")
    async def nodes(self, info: Info, top: Top = "", levels: int = DEEPEST) -> list[Node]:
        cards = await self.shelves.tree(tpath_of(top), max(levels, 0))
        found(info, len(cards), at_once=NODES_AT_ONCE)
        counted = await self.shelves.all_counts() if selects(info, {"ratePlanCount"}) else {}
        return [node_type(self.shelves, card, counted.get(card.id, NONE)) for card in cards]

    @strawberry.field
    async def node(
        self, path: str | None = None, slug: str | None = None, id: strawberry.ID | None = None, locale: Locale = None
    ) -> Node | None:
        card = await find_node(self.shelves, path, slug, id, locale)
        return node_type(self.shelves, card) if card is not None else None

    @strawberry.field
    async def rate_plan(
        self, key: str | None = None, sku: str | None = None, id: strawberry.ID | None = None
    ) -> RatePlan | None:
        card = await self.shelves.plan(plan_named(key, sku, id))
        return plan_type(self.shelves, card) if card is not None else None

    @described("Rate plans of the whole catalog, each once.")
    async def rate_plans(
        self,
        info: Info,
        first: int = 20,
        after: str | None = None,
        where: RatePlanWhere | None = None,
        sort_by: RatePlanSort | None = None,
        search: str | None = None,
        locale: Locale = None,
    ) -> RatePlanConnection:
        asked = listing_of(Scope.CATALOG, first, after, where, sort_by, search)
        return await connection(self.shelves, None, asked, info, locale)


@strawberry.type
class Query:
    @described("Every catalog that this environment serves now and you may read, in order of keys.")
    async def catalogs(self, info: Info) -> list[Catalog]:
        served = await reading_of(info).served()
        found(info, len(served))
        return [catalog_type(shelves) for shelves in served]

    @described("A catalog as this environment serves it now, or as named.")
    async def catalog(
        self, info: Info, key: str, version: VersionName = None, tag: TagName = None, as_of: AsOf = None
    ) -> Catalog:
        return catalog_type(await _shelves(info, key, version, tag, as_of))

    @described("One node, by exactly one of path, slug and id.")
    async def node(
        self,
        info: Info,
        catalog: str,
        version: VersionName = None,
        tag: TagName = None,
        as_of: AsOf = None,
        path: str | None = None,
        slug: str | None = None,
        id: strawberry.ID | None = None,
        locale: Locale = None,
    ) -> Node:
        shelves = await _shelves(info, catalog, version, tag, as_of)
        if path is not None and selects(info, {"ancestors", "breadcrumbs"}):
            shelves.look_up_way_to(tpath_of(path))
        card = await find_node(shelves, path, slug, id, locale)
        if card is None:
            raise NodeNotFound(f"no such node in {catalog}")
        return node_type(shelves, card)

    @described("One rate plan, by exactly one of key, SKU and id; a SKU that several have is refused with their keys.")
    async def rate_plan(
        self,
        info: Info,
        catalog: str,
        version: VersionName = None,
        tag: TagName = None,
        as_of: AsOf = None,
        key: str | None = None,
        sku: str | None = None,
        id: strawberry.ID | None = None,
    ) -> RatePlan:
        shelves = await _shelves(info, catalog, version, tag, as_of)
        card = await shelves.plan(plan_named(key, sku, id))
        if card is None:
            raise RatePlanNotFound(f"no such rate plan on any shelf of {catalog}")
        return plan_type(shelves, card)

    @described(
        "Many rate plans by SKU, in the order asked: null for one that is on no shelf; an error in its place for a SKU"
        " that several have."
    )
    async def rate_plans_by_sku(
        self,
        info: Info,
        catalog: str,
        skus: list[str],
        version: VersionName = None,
        tag: TagName = None,
        as_of: AsOf = None,
    ) -> list[RatePlan | None]:
        named = [PlanNamed("sku", sku) for sku in skus_wanted(skus)]
        shelves = await _shelves(info, catalog, version, tag, as_of)
        found(info, len(named))
        # A refusal among them is told as an error of that one alone.
        cards = cast("list[PlanCard | None]", await shelves.plans(named))
        return [plan_type(shelves, card) if isinstance(card, PlanCard) else card for card in cards]

    @described(
        "Words in names, SKUs, tags and searchable attributes; the last one may be unfinished. Other forms of a word in"
        " the locale are found too; a word that nothing is called by is taken for one that looks like it."
    )
    async def search(
        self,
        info: Info,
        catalog: str,
        term: str,
        version: VersionName = None,
        tag: TagName = None,
        as_of: AsOf = None,
        first: int = 20,
        after: str | None = None,
        where: RatePlanWhere | None = None,
        sort_by: RatePlanSort | None = None,
        locale: Locale = None,
    ) -> RatePlanConnection:
        shelves = await _shelves(info, catalog, version, tag, as_of)
        asked = listing_of(Scope.CATALOG, first, after, where, sort_by, term)
        return await connection(shelves, None, asked, info, locale)


async def _shelves(info: Info, catalog: str, version: str | None, tag: str | None, as_of: datetime | None) -> Shelves:
    return await reading_of(info).shelves(Wanted(catalog, version, tag, as_of))


def catalog_type(shelves: Shelves) -> Catalog:
    at = shelves.at
    return Catalog(shelves=shelves, key=at.version.catalog, version=_version(at), generation=at.version.generation)


async def find_node(
    shelves: Shelves, path: str | None, slug: str | None, id: str | None, locale: str | None = None
) -> NodeCard | None:
    """Raises NameUnclear unless exactly one name is given."""
    if sum(name is not None for name in (path, slug, id)) != 1:
        raise NameUnclear("name the node by exactly one of path, slug and id")
    if path is not None:
        return await shelves.node_at.load(tpath_of(path))
    if slug is not None:
        return await shelves.by_slug(slug, locale)
    return await shelves.node.load(uuid_of(id or ""))


def plan_named(key: str | None, sku: str | None, id: str | None) -> PlanNamed:
    """Raises NameUnclear unless exactly one name is given."""
    if sum(name is not None for name in (key, sku, id)) != 1:
        raise NameUnclear("name the rate plan by exactly one of key, sku and id")
    if id is not None:
        return PlanNamed("plan_id", uuid_of(id))
    return PlanNamed("key", key) if key is not None else PlanNamed("sku", sku or "")


def uuid_of(text: str) -> UUID:
    """Something that is no UUID names nothing; it is not an error of its own."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _version(at: Moment) -> Version:
    version = at.version
    return Version(
        digest=version.digest.hex(), number=version.number, published_at=version.sealed_at, is_live=version.is_live
    )
