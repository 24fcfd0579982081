"""Nodes and rate plans as GraphQL says them.

Resolvers that have their answer at hand are sync; the others give back what a DataLoader promises, so that a page
of nodes with a page of plans each costs a fixed number of statements.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, cast

import strawberry
from strawberry.scalars import JSON
from strawberry.types import Info

from catalog_admin.kit.paging import BadCursor, cursor, key_of
from catalog_admin.kit.texts import is_localised
from catalog_admin.storefront.graph.asking import found
from catalog_admin.storefront.graph.described import described
from catalog_admin.storefront.graph.inputs import RatePlanScope, RatePlanSort, RatePlanWhere, listing_of
from catalog_admin.storefront.graph.limits import USUAL_LENGTH
from catalog_admin.storefront.graph.selecting import facets_selected, selects
from catalog_admin.storefront.listing import Listing, Scope, facets_wanted
from catalog_admin.storefront.lookups import ChildrenAsked
from catalog_admin.storefront.model import Counts, Moment, NodeCard, PlanCard, page_size
from catalog_admin.storefront.shelves import Shelves
from catalog_admin.storefront.store.searching import Found
from catalog_admin.storefront.words import Search

Locale = Annotated[
    str | None, strawberry.argument(description="Such as de-AT; falls back to de, the catalog's first language, any.")
]


@strawberry.type
class PageInfo:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@strawberry.type
class Breadcrumb:
    name: str
    slug: str | None
    path: str


@strawberry.type
class NodeEdge:
    cursor: str
    node: "Node"


@strawberry.type
class NodeConnection:
    edges: list[NodeEdge]
    page_info: PageInfo


@strawberry.type
class FacetValue:
    value: str
    count: int


@strawberry.type
class Facet:
    attribute: str
    values: list[FacetValue] = strawberry.field(description="Most frequent first, at most 100.")


@strawberry.type
class Fragment:
    text: str
    is_hit: bool


@strawberry.type
class Highlight:
    field: str = strawberry.field(description="As filters call it.")
    fragments: list[Fragment] = strawberry.field(description="The text in order, of long ones what is around hits.")


@strawberry.type
class Correction:
    word: str = strawberry.field(description="Nothing in the catalog is called so.")
    instead: list[str] = strawberry.field(description="What was searched for.")


@strawberry.type
class RatePlanEdge:
    shelves: strawberry.Private[Shelves]
    search: strawberry.Private[Search | None]
    locale: strawberry.Private[str | None]
    card: strawberry.Private[PlanCard]
    cursor: str
    node: "RatePlan"

    @described("Where what was searched for stands in it; plain text, nothing in it is markup.")
    async def highlights(self, info: Info) -> list[Highlight]:
        if self.search is None:
            return []
        marked = await self.shelves.highlights(self.card, self.search, self.locale)
        found(info, sum(len(each.fragments) for each in marked))
        return [
            Highlight(
                field=each.field, fragments=[Fragment(text=text, is_hit=is_hit) for text, is_hit in each.fragments]
            )
            for each in marked
        ]


@strawberry.type
class RatePlanConnection:
    edges: list[RatePlanEdge]
    page_info: PageInfo
    shelves: strawberry.Private[Shelves]
    place: strawberry.Private[NodeCard | None]
    asked: strawberry.Private[Listing]
    # What one statement found together with the page.
    together: strawberry.Private[Found | None] = None

    @described("Words that nothing is called by, and what was searched for instead.")
    def corrections(self) -> list[Correction]:
        search = self.asked.choice.search
        return [Correction(word=word, instead=list(others)) for word, others in (search.corrections if search else ())]

    @described("Of all pages; counted only when asked for.")
    async def total_count(self) -> int:
        return self.together.total if self.together else await self.shelves.total(self.place, self.asked.choice)

    @described(
        "How many of the chosen rate plans have which value. What `where` says of an attribute, outside AND, OR and"
        " NOT, does not narrow that attribute's own counts."
    )
    async def facets(self, info: Info, attributes: list[str]) -> list[Facet]:
        wanted = facets_wanted(attributes)
        if self.together is not None:
            counted = [row for row in self.together.facets if row[0] in wanted]
        else:
            counted = await self.shelves.facets(self.place, self.asked, wanted)
        found(info, max(len(wanted), len(counted) // USUAL_LENGTH["values"]))
        return [
            Facet(
                attribute=key,
                values=[FacetValue(value=value, count=plans) for at, value, plans in counted if at == key],
            )
            for key in wanted
        ]


@strawberry.type
class Node:
    card: strawberry.Private[NodeCard]
    shelves: strawberry.Private[Shelves]
    # Known beforehand in a whole tree: ten thousand promises would cost more than the counting.
    counted: strawberry.Private[Counts | None]
    id: strawberry.ID
    parent_id: strawberry.ID | None
    key: str
    path: str = strawberry.field(description="Keys from the root, joined by dots; the root's is empty.")
    depth: int
    type: str
    active_from: datetime | None
    active_to: datetime | None

    @described("All metadata as published; with a locale, texts in that language only.")
    def meta(self, locale: Locale = None) -> JSON:
        meta = self.card.meta
        if locale is None:
            return cast("JSON", meta)
        tongue = self.shelves.at.tongue(locale)
        said = {name: tongue.say(value, "") if is_localised(name) else value for name, value in meta.items()}
        return cast("JSON", said)

    @strawberry.field
    def display_name(self, locale: Locale = None) -> str:
        return self.card.name(self.shelves.at.tongue(locale))

    @strawberry.field
    def slug(self, locale: Locale = None) -> str | None:
        return self.card.slug(self.shelves.at.tongue(locale))

    @described("Values that rate plans on this node inherit.")
    def attributes(self) -> JSON:
        return cast("JSON", self.card.said.get("attributes") or {})

    @strawberry.field
    async def parent(self) -> "Node | None":
        above = await self.shelves.node.load(self.card.parent_id) if self.card.parent_id else None
        return node_type(self.shelves, above) if above is not None else None

    @described("From the root down to the parent.")
    async def ancestors(self) -> list["Node"]:
        return [node_type(self.shelves, card) for card in await self.shelves.ancestors(self.card)]

    @described("From below the root down to this node.")
    async def breadcrumbs(self, locale: Locale = None) -> list[Breadcrumb]:
        way, tongue = [*await self.shelves.ancestors(self.card), self.card], self.shelves.at.tongue(locale)
        return [
            Breadcrumb(name=card.name(tongue), slug=card.slug(tongue), path=card.path) for card in way if card.tpath
        ]

    @strawberry.field
    async def children(self, first: int = 50, after: str | None = None) -> NodeConnection:
        asked = ChildrenAsked(self.card.id, page_size(first) + 1, _child_after(after))
        return _children(self.shelves, await self.shelves.children.load(asked), first, resumed=after is not None)

    @described("Distinct rate plans that show here.")
    def rate_plan_count(self, scope: RatePlanScope = RatePlanScope.SUBTREE) -> int:
        # Promised or at hand: GraphQL waits for either.
        return _count(self.counted, scope) if self.counted is not None else cast("int", self._load_count(scope))

    @strawberry.field
    async def rate_plans(
        self,
        info: Info,
        scope: RatePlanScope = RatePlanScope.DIRECT,
        first: int = 20,
        after: str | None = None,
        where: RatePlanWhere | None = None,
        sort_by: RatePlanSort | None = None,
        search: str | None = None,
        locale: Locale = None,
    ) -> RatePlanConnection:
        asked = listing_of(Scope(scope.value), first, after, where, sort_by, search)
        return await connection(self.shelves, self.card, asked, info, locale)

    async def _load_count(self, scope: RatePlanScope) -> int:
        return _count(await self.shelves.counts.load(self.card.id), scope)


@strawberry.type
class Product:
    key: str
    said: strawberry.Private[dict[str, Any]]
    at: strawberry.Private[Moment]

    @strawberry.field
    def name(self, locale: Locale = None) -> str:
        return self.at.tongue(locale).say(self.said.get("name"), self.key)

    @strawberry.field
    def tags(self) -> list[str]:
        return list(self.said.get("tags") or [])


@strawberry.type
class Charge:
    key: str
    kind: str | None
    model: str | None
    unit: str | None
    price_ref: str | None = strawberry.field(description="What a price source is asked for; never an amount.")
    attributes: JSON
    said: strawberry.Private[dict[str, Any]]
    at: strawberry.Private[Moment]

    @strawberry.field
    def name(self, locale: Locale = None) -> str:
        return self.at.tongue(locale).say(self.said.get("name"), self.key)


@strawberry.type
class RatePlan:
    card: strawberry.Private[PlanCard]
    shelves_at: strawberry.Private[Shelves]
    id: strawberry.ID
    key: str
    sku: str | None
    product_key: str
    status: str
    effective_from: date | None
    effective_to: date | None = strawberry.field(description="The first day on which it is no longer sold.")

    @strawberry.field
    def name(self, locale: Locale = None) -> str:
        return self.shelves_at.at.tongue(locale).say(self.card.said.get("name"), self.card.name)

    @strawberry.field
    def tags(self) -> list[str]:
        return list(self.card.said.get("tags") or [])

    @described("Its own values, else its product's; decimals as text with every digit.")
    def attributes(self, keys: list[str] | None = None) -> JSON:
        values = self.card.attributes
        return cast("JSON", values if keys is None else {key: values[key] for key in keys if key in values})

    @strawberry.field
    def product(self) -> Product:
        return Product(key=self.card.product_key, said=self.card.said.get("product") or {}, at=self.shelves_at.at)

    @strawberry.field
    def charges(self, info: Info) -> list[Charge]:
        charges = self.card.charges(self.shelves_at.at.today)
        found(info, len(charges))
        return [_charge(charge, self.shelves_at.at) for charge in charges]

    @described("Every node that shows it, in tree order.")
    async def shelves(self, info: Info) -> list[Node]:
        cards = await self.shelves_at.shelves_of.load(self.card.id)
        found(info, len(cards))
        return [node_type(self.shelves_at, card) for card in cards]


async def connection(
    shelves: Shelves, place: NodeCard | None, asked: Listing, info: Info, locale: str | None
) -> RatePlanConnection:
    """The rows are read only if something of them was asked for: counts and facets go without."""
    asked = await shelves.settled(asked, locale)
    if not selects(info, {"edges", "pageInfo"}):
        return RatePlanConnection(
            edges=[], page_info=_page_info([], asked.after, has_more=False), shelves=shelves, place=place, asked=asked
        )
    counted = facets_selected(info) if asked.choice.is_narrowed else []
    together = await shelves.found(place, asked, counted) if counted else None
    page = together.page if together else await shelves.page(place, asked)
    edges = [
        RatePlanEdge(
            shelves=shelves,
            search=asked.choice.search,
            locale=locale,
            card=card,
            cursor=at,
            node=plan_type(shelves, card),
        )
        for at, card in zip(page.cursors, page.plans, strict=True)
    ]
    about = _page_info(page.cursors, asked.after, has_more=page.has_more)
    return RatePlanConnection(
        edges=edges, page_info=about, shelves=shelves, place=place, asked=asked, together=together
    )


def node_type(shelves: Shelves, card: NodeCard, counted: Counts | None = None) -> Node:
    return Node(
        card=card,
        shelves=shelves,
        counted=counted,
        id=strawberry.ID(str(card.id)),
        parent_id=strawberry.ID(str(card.parent_id)) if card.parent_id else None,
        key=card.key,
        path=card.path,
        depth=card.depth,
        type=card.type,
        active_from=card.active_from,
        active_to=card.active_to,
    )


def plan_type(shelves: Shelves, card: PlanCard) -> RatePlan:
    return RatePlan(
        card=card,
        shelves_at=shelves,
        id=strawberry.ID(str(card.id)),
        key=card.key,
        sku=card.sku,
        product_key=card.product_key,
        status=card.status,
        effective_from=card.effective_from,
        effective_to=card.effective_to,
    )


def _count(counted: Counts, scope: RatePlanScope) -> int:
    return counted.direct if scope is RatePlanScope.DIRECT else counted.subtree


def _charge(said: dict[str, Any], at: Moment) -> Charge:
    return Charge(
        key=said["key"],
        kind=said.get("kind"),
        model=said.get("model"),
        unit=said.get("unit"),
        price_ref=said.get("priceRef"),
        attributes=cast("JSON", said.get("attributes") or {}),
        said=said,
        at=at,
    )


def _children(shelves: Shelves, cards: Sequence[NodeCard], first: int, *, resumed: bool) -> NodeConnection:
    shown = cards[:first]
    edges = [NodeEdge(cursor=cursor(card.sort_key, card.key), node=node_type(shelves, card)) for card in shown]
    about = _page_info([edge.cursor for edge in edges], "" if resumed else None, has_more=len(cards) > first)
    return NodeConnection(edges=edges, page_info=about)


def _child_after(after: str | None) -> tuple[int, str] | None:
    if after is None:
        return None
    sort_key, key = key_of(after, width=2)
    if not isinstance(sort_key, int) or not isinstance(key, str):
        raise BadCursor("this cursor belongs to another list", pointer="/after")
    return sort_key, key


def _page_info(cursors: Sequence[str], after: str | None, *, has_more: bool) -> PageInfo:
    return PageInfo(
        has_next_page=has_more,
        has_previous_page=after is not None,
        start_cursor=cursors[0] if cursors else None,
        end_cursor=cursors[-1] if cursors else None,
    )
