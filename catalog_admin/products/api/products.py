"""Products."""

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
from catalog_admin.products.schemas import ProductBodyIn, ProductIn, ProductOut, ProductsOut, Status

router = APIRouter(tags=["products"], route_class=ExactRoute)


@router.get("/products", operation_id="listProducts", responses=refuses())
def list_products(
    actor: GoodsReader,
    reads: Reads,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 20,
    after: str | None = None,
    search: Annotated[str | None, Query(max_length=200)] = None,
    status: Status | None = None,
    tag: Annotated[str | None, Query(max_length=100)] = None,
    deleted: bool = False,
) -> ProductsOut:
    """In key order."""
    wanted = Wanted(search=search, status=status, tag=tag, deleted=deleted)
    page = queries.products_page(reads, wanted, limit=limit, after=after)
    return ProductsOut(items=[ProductOut.model_validate(product) for product in page.items], next=page.next)


@router.post("/products", operation_id="createProduct", status_code=201, responses=refuses(409))
def create_product(body: ProductIn, actor: EveryCatalogEditor, work: Work, response: Response) -> ProductOut:
    commands.create_product(work, body.said())
    response.headers["Location"] = f"/commerce/products/{quote(body.key)}"
    return _shown(work, body.key, response)


@router.get("/products/{key}", operation_id="getProduct", responses=refuses(404))
def get_product(key: str, actor: GoodsReader, reads: Reads, response: Response) -> ProductOut:
    return _shown(reads, key, response)


@router.put("/products/{key}", operation_id="replaceProduct", responses=refuses(404, 409, 412, 428))
def replace_product(
    key: str, body: ProductBodyIn, actor: EveryCatalogEditor, work: Work, expected: IfMatch, response: Response
) -> ProductOut:
    """The document takes the place of what is there; the same document again changes nothing."""
    commands.replace_product(work, key, body.said(), expected)
    return _shown(work, key, response)


@router.delete("/products/{key}", operation_id="deleteProduct", status_code=204, responses=refuses(404, 412, 428))
def delete_product(key: str, actor: EveryCatalogEditor, work: Work, expected: IfMatch) -> None:
    """Hides it and its rate plans; it can be restored."""
    commands.delete_product(work, key, expected)


@router.post("/products/{key}/restore", operation_id="restoreProduct", responses=refuses(404, 409, 412, 428))
def restore_product(
    key: str, actor: EveryCatalogEditor, work: Work, expected: IfMatch, response: Response
) -> ProductOut:
    commands.restore_product(work, key, expected)
    return _shown(work, key, response)


def _shown(tx: WorkTransaction | ReadsTransaction, key: str, response: Response) -> ProductOut:
    product = queries.product_by_key(tx, key)
    response.headers["ETag"] = etag(product.revision)
    return ProductOut.model_validate(product)
