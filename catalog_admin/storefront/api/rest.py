"""GET /storefront/…: the same shelves for clients that speak no GraphQL."""

import asyncio
from typing import Annotated, Any, cast
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Query, Request, Response

from catalog_admin.kit.exact_json import read_exactly
from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.kit.work import Database
from catalog_admin.storefront import conditions
from catalog_admin.storefront.answers import sealed
from catalog_admin.storefront.api import told
from catalog_admin.storefront.api.asking import Locale, WantedVersion, answered, question_of
from catalog_admin.storefront.api.replies import reply
from catalog_admin.storefront.api.words import (
    CatalogOut,
    CatalogsOut,
    NodeInFullOut,
    RatePlanInFullOut,
    RatePlansOut,
    TreeOut,
)
from catalog_admin.storefront.conditions import EVERYTHING, where_of
from catalog_admin.storefront.errors import NodeNotFound, RatePlanNotFound
from catalog_admin.storefront.listing import (
    MOST_FACETS,
    Choice,
    Listing,
    Scope,
    Sort,
    SortField,
    facets_wanted,
    listing,
    usual_order,
)
from catalog_admin.storefront.lookups import PlanNamed
from catalog_admin.storefront.model import NodeCard, tpath_of
from catalog_admin.storefront.reading import Reading
from catalog_admin.storefront.shelves import DEEPEST, Shelves
from catalog_admin.storefront.visits import Visitor

router = APIRouter(prefix="/storefront/catalogs")


@router.get(
    "",
    response_model=CatalogsOut,
    operation_id="listServedCatalogs",
    summary="Every catalog that is served and you may read",
)
async def list_catalogs(request: Request, visit: Visitor) -> Response:
    database = cast("Database", request.app.state.database)
    async with database.async_reads(visit.actor, visit.environment) as reads:
        reading = Reading(reads)
        served = await reading.served()
        answer = sealed(b"", question_of(request), reading, tells_of_now=True)
    return reply(request, answer.saying(orjson.dumps({"items": [told.catalog_of(shelves.at) for shelves in served]})))


@router.get("/{key}", response_model=CatalogOut, operation_id="readServedCatalog", summary="A catalog as it is served")
async def read_catalog(request: Request, visit: Visitor, wanted: WantedVersion) -> Response:
    async def tell(shelves: Shelves) -> Any:
        return told.catalog_of(shelves.at)

    return await answered(request, visit, wanted, tell, tells_of_now=True)


@router.get(
    "/{key}/nodes",
    response_model=TreeOut,
    operation_id="readServedTree",
    summary="The whole tree, or what is below a node",
)
async def read_tree(
    request: Request,
    visit: Visitor,
    wanted: WantedVersion,
    root: Annotated[str, Query(description="A path; the root's is empty.")] = "",
    levels: Annotated[int, Query(ge=0, le=DEEPEST)] = DEEPEST,
    locale: Locale = None,
) -> Response:
    async def tell(shelves: Shelves) -> Any:
        lines = await shelves.lines(tpath_of(root), levels)
        if root and not lines:
            raise NodeNotFound(f"no node {root}", pointer="/root")
        items = told.tree_of(lines, await shelves.lost_below(), shelves.at.tongue(locale))
        return {"version": told.version_of(shelves.at), "items": items}

    return await answered(request, visit, wanted, tell)


@router.get(
    "/{key}/nodes/by-path/{path:path}",
    response_model=NodeInFullOut,
    operation_id="readServedNodeByPath",
    summary="A node by path; the root's is empty",
)
async def read_node_by_path(
    request: Request, visit: Visitor, wanted: WantedVersion, path: str, locale: Locale = None
) -> Response:
    async def tell(shelves: Shelves) -> Any:
        return await _node(shelves, await shelves.node_at.load(tpath_of(path)), locale)

    return await answered(request, visit, wanted, tell)


@router.get(
    "/{key}/nodes/by-slug/{slug}",
    response_model=NodeInFullOut,
    operation_id="readServedNodeBySlug",
    summary="A node by slug, in any language unless one is named",
)
async def read_node_by_slug(
    request: Request, visit: Visitor, wanted: WantedVersion, slug: str, locale: Locale = None
) -> Response:
    async def tell(shelves: Shelves) -> Any:
        return await _node(shelves, await shelves.by_slug(slug, locale), locale)

    return await answered(request, visit, wanted, tell)


@router.get(
    "/{key}/nodes/{node_id}", response_model=NodeInFullOut, operation_id="readServedNode", summary="A node by id"
)
async def read_node(
    request: Request, visit: Visitor, wanted: WantedVersion, node_id: UUID, locale: Locale = None
) -> Response:
    async def tell(shelves: Shelves) -> Any:
        return await _node(shelves, await shelves.node.load(node_id), locale)

    return await answered(request, visit, wanted, tell)


def _listing(
    scope: Scope = Scope.DIRECT,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 20,
    after: Annotated[str | None, Query(description="`next` of the page before.")] = None,
    search: Annotated[str | None, Query(description="Words; the last one may be unfinished.")] = None,
    where: Annotated[str | None, Query(description="Conditions as JSON, as in GraphQL.")] = None,
    sort: Annotated[
        SortField | None, Query(description="By relevance where something is searched for, else as on the shelf.")
    ] = None,
    attribute: Annotated[str | None, Query(description="Which one, when sorting by attribute.")] = None,
    descending: bool = False,
) -> Listing:
    narrowed = where_of(read_exactly(where)) if where else EVERYTHING
    field = sort or usual_order(search).field
    return listing(Choice(scope, narrowed, search), limit, after, Sort(field, attribute, descending))


Highlighted = Annotated[
    bool, Query(alias="highlight", description="Say where in each rate plan what was searched for stands.")
]
AskedListing = Annotated[Listing, Depends(_listing)]
Counted = Annotated[bool, Query(alias="total", description="Count all pages too.")]
Facets = Annotated[list[str] | None, Query(alias="facet", max_length=MOST_FACETS, description="Attributes to count.")]


@router.get(
    "/{key}/nodes/{node_id}/rate-plans",
    response_model=RatePlansOut,
    operation_id="readShelf",
    summary="Rate plans of a node, or of everything below it",
)
async def read_shelf(
    request: Request,
    visit: Visitor,
    wanted: WantedVersion,
    node_id: UUID,
    asked: AskedListing,
    counted: Counted = False,
    facets: Facets = None,
    highlighted: Highlighted = False,
    locale: Locale = None,
) -> Response:
    async def tell(shelves: Shelves) -> Any:
        node = _found(await shelves.node.load(node_id))
        return await _plans(shelves, node, asked, locale, counted=counted, facets=facets or [], highlighted=highlighted)

    return await answered(request, visit, wanted, tell)


@router.get(
    "/{key}/rate-plans",
    response_model=RatePlansOut,
    operation_id="searchRatePlans",
    summary="Rate plans of a whole catalog",
)
async def search_rate_plans(
    request: Request,
    visit: Visitor,
    wanted: WantedVersion,
    asked: AskedListing,
    counted: Counted = False,
    facets: Facets = None,
    highlighted: Highlighted = False,
    locale: Locale = None,
) -> Response:
    everywhere = Listing(
        Choice(Scope.CATALOG, asked.choice.where, asked.choice.term), asked.first, asked.after, asked.sort
    )

    async def tell(shelves: Shelves) -> Any:
        return await _plans(
            shelves, None, everywhere, locale, counted=counted, facets=facets or [], highlighted=highlighted
        )

    return await answered(request, visit, wanted, tell)


@router.get(
    "/{key}/rate-plans/{plan_key}",
    response_model=RatePlanInFullOut,
    operation_id="readServedRatePlan",
    summary="A rate plan with all its shelves",
)
async def read_rate_plan(
    request: Request, visit: Visitor, wanted: WantedVersion, plan_key: str, locale: Locale = None
) -> Response:
    async def tell(shelves: Shelves) -> Any:
        return await _rate_plan(shelves, PlanNamed("key", plan_key), locale)

    return await answered(request, visit, wanted, tell)


@router.get(
    "/{key}/rate-plans/by-sku/{sku:path}",
    response_model=RatePlanInFullOut,
    operation_id="readServedRatePlanBySku",
    summary="A rate plan by SKU with all its shelves; refused with their keys if several have it",
)
async def read_rate_plan_by_sku(
    request: Request, visit: Visitor, wanted: WantedVersion, sku: str, locale: Locale = None
) -> Response:
    async def tell(shelves: Shelves) -> Any:
        return await _rate_plan(shelves, PlanNamed("sku", sku), locale)

    return await answered(request, visit, wanted, tell)


def _found(node: NodeCard | None) -> NodeCard:
    if node is None:
        raise NodeNotFound("no such node")
    return node


async def _node(shelves: Shelves, node: NodeCard | None, locale: str | None) -> Any:
    card = _found(node)
    counted, above = await shelves.counts.load(card.id), await shelves.ancestors(card)
    return told.node_in_full(card, counted, above, shelves.at.tongue(locale))


async def _rate_plan(shelves: Shelves, named: PlanNamed, locale: str | None) -> Any:
    card = await shelves.plan(named)
    if card is None:
        raise RatePlanNotFound(f"no rate plan {named.name} on any shelf")
    places = await shelves.shelves_of.load(card.id)
    # Together, so that their ancestors are one statement.
    shown = await asyncio.gather(*(_shelf(shelves, place, locale) for place in places))
    return told.plan_of(card, shelves.at, locale) | {"shelves": shown}


async def _shelf(shelves: Shelves, node: NodeCard, locale: str | None) -> Any:
    way = [*await shelves.ancestors(node), node]
    return {"id": node.id, "path": node.path, "breadcrumbs": told.breadcrumbs_of(way, shelves.at.tongue(locale))}


async def _plans(
    shelves: Shelves,
    node: NodeCard | None,
    asked: Listing,
    locale: str | None,
    *,
    counted: bool,
    facets: list[str],
    highlighted: bool,
) -> Any:
    asked, wanted = await shelves.settled(asked, locale), facets_wanted(facets)
    together = await shelves.found(node, asked, wanted) if wanted and asked.choice.is_narrowed else None
    page = together.page if together else await shelves.page(node, asked)
    items = [told.plan_of(card, shelves.at, locale) for card in page.plans]
    search = asked.choice.search
    if search is not None and highlighted:
        marked = await asyncio.gather(*(shelves.highlights(card, search, locale) for card in page.plans))
        items = [item | {"highlights": told.highlights_of(found)} for item, found in zip(items, marked, strict=True)]
    said: dict[str, Any] = {"items": items, "next": page.cursors[-1] if page.has_more else None}
    if counted:
        said["total"] = together.total if together else await shelves.total(node, asked.choice)
    if wanted:
        found = together.facets if together else await shelves.facets(node, asked, wanted)
        said["facets"] = [
            {"attribute": key, "values": [{"value": value, "count": plans} for at, value, plans in found if at == key]}
            for key in wanted
        ]
    if search is not None and search.corrections:
        said["corrections"] = [each._asdict() for each in search.corrections]
    if shelves.unknown:
        said["unknownAttributes"] = conditions.told(shelves.unknown)
    return said
