"""Rate plans with their charges."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Response

from catalog_admin.kit.answers import refuses
from catalog_admin.kit.etags import etag
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import EveryCatalogEditor, GoodsReader, Reads, Work
from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.kit.preconditions import IfMatch
from catalog_admin.kit.work import Reads as ReadsTransaction
from catalog_admin.kit.work import Work as WorkTransaction
from catalog_admin.products import commands, queries
from catalog_admin.products.queries import Wanted
from catalog_admin.products.schemas import (
    NamedPlanOut,
    NamedPlansOut,
    RatePlanBodyIn,
    RatePlanIn,
    RatePlanNames,
    RatePlanOut,
    RatePlansOut,
    Status,
)

router = APIRouter(tags=["products"], route_class=ExactRoute)


@router.get("/product-rate-plans", operation_id="listRatePlans", responses=refuses())
def list_rate_plans(
    actor: GoodsReader,
    reads: Reads,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 20,
    after: str | None = None,
    search: Annotated[str | None, Query(max_length=200)] = None,
    status: Status | None = None,
    tag: Annotated[str | None, Query(max_length=100)] = None,
    product: Annotated[str | None, Query(max_length=200)] = None,
    deleted: bool = False,
) -> RatePlansOut:
    """In key order."""
    wanted = Wanted(search=search, status=status, tag=tag, product=product, deleted=deleted)
    page = queries.plans_page(reads, wanted, limit=limit, after=after)
    return RatePlansOut(items=[RatePlanOut.of(plan) for plan in page.items], next=page.next)


@router.post("/product-rate-plans/lookup", operation_id="lookUpRatePlans", responses=refuses())
def look_up(body: RatePlanNames, actor: GoodsReader, reads: Reads) -> NamedPlansOut:
    """Which rate plans these keys and SKUs mean; what is unknown is told with what may have been meant."""
    return NamedPlansOut(items=[NamedPlanOut.of(each) for each in queries.meant(reads, body.names)])


@router.post("/product-rate-plans", operation_id="createRatePlan", status_code=201, responses=refuses(409))
def create_rate_plan(body: RatePlanIn, actor: EveryCatalogEditor, work: Work, response: Response) -> RatePlanOut:
    commands.create_rate_plan(work, body.said())
    response.headers["Location"] = f"/commerce/product-rate-plans/{quote(body.key)}"
    return _shown(work, body.key, response)


@router.get("/product-rate-plans/{key}", operation_id="getRatePlan", responses=refuses(404))
def get_rate_plan(key: str, actor: GoodsReader, reads: Reads, response: Response) -> RatePlanOut:
    return _shown(reads, key, response)


@router.put("/product-rate-plans/{key}", operation_id="replaceRatePlan", responses=refuses(404, 409, 412, 428))
def replace_rate_plan(
    key: str, body: RatePlanBodyIn, actor: EveryCatalogEditor, work: Work, expected: IfMatch, response: Response
) -> RatePlanOut:
    """The document takes the place of what is there, charges and all; the same again changes nothing."""
    commands.replace_rate_plan(work, key, body.said(), expected)
    return _shown(work, key, response)


@router.delete(
    "/product-rate-plans/{key}", operation_id="deleteRatePlan", status_code=204, responses=refuses(404, 409, 412, 428)
)
def delete_rate_plan(key: str, actor: EveryCatalogEditor, work: Work, expected: IfMatch) -> None:
    commands.delete_rate_plan(work, key, expected)


@router.post("/product-rate-plans/{key}/restore", operation_id="restoreRatePlan", responses=refuses(404, 409, 412, 428))
def restore_rate_plan(
    key: str, actor: EveryCatalogEditor, work: Work, expected: IfMatch, response: Response
) -> RatePlanOut:
    commands.restore_rate_plan(work, key, expected)
    return _shown(work, key, response)


def _shown(tx: WorkTransaction | ReadsTransaction, key: str, response: Response) -> RatePlanOut:
    plan = queries.plan_by_key(tx, key)
    response.headers["ETag"] = etag(plan.revision)
    return RatePlanOut.of(plan)
