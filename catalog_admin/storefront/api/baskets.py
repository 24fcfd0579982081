"""POST /storefront/catalogs/{key}/rate-plans/lookup: a whole basket of SKUs at once."""

from collections.abc import Sequence
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from catalog_admin.kit.errors import Refusal
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.words import Words
from catalog_admin.storefront.api import told
from catalog_admin.storefront.api.asking import Locale, WantedVersion, answered
from catalog_admin.storefront.api.words import RatePlanOut
from catalog_admin.storefront.listing import skus_wanted
from catalog_admin.storefront.lookups import PlanNamed
from catalog_admin.storefront.shelves import Shelves
from catalog_admin.storefront.visits import Visitor

router = APIRouter(prefix="/storefront/catalogs", route_class=ExactRoute)


class SkusIn(Words):
    skus: list[str]


class NamedOut(Words):
    """`ratePlan` is null for what is on no shelf, and where several have the SKU: then `several` are their keys."""

    sku: str
    rate_plan: RatePlanOut | None
    several: list[str] | None = None


class BasketOut(Words):
    items: list[NamedOut]


@router.post(
    "/{key}/rate-plans/lookup",
    response_model=BasketOut,
    operation_id="lookUpServedRatePlans",
    summary="Rate plans by SKU, at most 250, in the order asked",
)
async def look_up(
    request: Request, visit: Visitor, wanted: WantedVersion, body: SkusIn, locale: Locale = None
) -> Response:
    skus = skus_wanted(body.skus)

    async def tell(shelves: Shelves) -> Any:
        return await basket(shelves, skus, locale)

    return await answered(request, visit, wanted, tell, orjson.dumps(body.skus))


async def basket(shelves: Shelves, skus: Sequence[str], locale: str | None) -> Any:
    found = await shelves.plans([PlanNamed("sku", sku) for sku in skus])
    items: list[dict[str, Any]] = []
    for sku, card in zip(skus, found, strict=True):
        if isinstance(card, Refusal):
            items.append({"sku": sku, "ratePlan": None, "several": card.problem().get("keys")})
        else:
            items.append({"sku": sku, "ratePlan": told.plan_of(card, shelves.at, locale) if card else None})
    return {"items": items}
