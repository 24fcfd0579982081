"""Files of products, rate plans and attributes."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from catalog_admin.jobs.imports.receive import OPENAPI_BODY, STREAMED, AskedOrder, start_import
from catalog_admin.jobs.schemas import JobOut
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.guards import EveryCatalogEditor, TheEnvironment
from catalog_admin.kit.idempotency import IdempotencyKey
from catalog_admin.products.imports import IMPORT_KIND, Of

router = APIRouter(tags=["products"])


@router.post(
    "/imports",
    operation_id="importProducts",
    status_code=202,
    response_model=JobOut,
    responses=refuses(409, 413),
    openapi_extra=OPENAPI_BODY,
    max_body_size=STREAMED,
)
async def import_products(
    request: Request,
    actor: EveryCatalogEditor,
    environment: TheEnvironment,
    order: AskedOrder,
    of: Annotated[Of, Query(description="What the rows are.")] = Of.PRODUCTS,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """The body is the file. Answers with a job; `/commerce/imports/{job}/errors` says what is wrong with which line."""
    params = {"of": of.value}
    return await start_import(request, actor, environment, IMPORT_KIND, order, idempotency_key, params)
