"""Prices over HTTP."""

from fastapi import APIRouter, Request, Response

from catalog_admin.jobs.imports.receive import OPENAPI_BODY, STREAMED, AskedOrder, start_import
from catalog_admin.jobs.schemas import JobOut
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import EveryCatalogEditor, GoodsReader, Reads, TheEnvironment
from catalog_admin.kit.idempotency import IdempotencyKey
from catalog_admin.pricing.imports import IMPORT_KIND
from catalog_admin.pricing.model import PriceSource
from catalog_admin.pricing.queries import TariffStore
from catalog_admin.pricing.schemas import LookupIn, LookupOut

router = APIRouter(prefix="/commerce/prices", tags=["pricing"])
exact = APIRouter(route_class=ExactRoute)


@exact.post("/lookup", operation_id="lookUpPrices", responses=refuses())
def look_up(body: LookupIn, actor: GoodsReader, reads: Reads) -> LookupOut:
    """The most specific tariff for the context: segment before country before any; the latest of equal ones."""
    source: PriceSource = TariffStore(reads)
    return LookupOut.of(body.references, source.prices(body.references, body.context.meant(reads.now)))


@router.post(
    "/imports",
    operation_id="importTariffs",
    status_code=202,
    response_model=JobOut,
    responses=refuses(409, 413),
    openapi_extra=OPENAPI_BODY,
    max_body_size=STREAMED,
)
async def import_tariffs(
    request: Request,
    actor: EveryCatalogEditor,
    environment: TheEnvironment,
    order: AskedOrder,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """The body is a file of tariffs. Answers with a job."""
    return await start_import(request, actor, environment, IMPORT_KIND, order, idempotency_key, {})


router.include_router(exact)
