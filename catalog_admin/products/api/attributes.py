"""The registry of attributes."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from catalog_admin.kit.answers import refuses
from catalog_admin.kit.etags import etag
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import EveryCatalogEditor, Reads, Viewer, Work
from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.kit.preconditions import IfMatch, IfMatchUnlessNew
from catalog_admin.products import commands, queries
from catalog_admin.products.model.attributes import AttributeDefinition
from catalog_admin.products.schemas import AttributeIn, AttributeOut, AttributesOut

router = APIRouter(tags=["products"], route_class=ExactRoute)


@router.get("/attributes", operation_id="listAttributes", responses=refuses())
def list_attributes(
    actor: Viewer, reads: Reads, limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 100, after: str | None = None
) -> AttributesOut:
    page = queries.attributes_page(reads, limit=limit, after=after)
    return AttributesOut(items=[AttributeOut.of(found) for found in page.items], next=page.next)


@router.get("/attributes/{key}", operation_id="getAttribute", responses=refuses(404))
def get_attribute(key: str, actor: Viewer, reads: Reads, response: Response) -> AttributeOut:
    return _shown(queries.attribute_by_key(reads, key), response)


@router.put("/attributes/{key}", operation_id="putAttribute", responses=refuses(409, 412, 428))
def put_attribute(
    key: str, body: AttributeIn, actor: EveryCatalogEditor, work: Work, expected: IfMatchUnlessNew, response: Response
) -> AttributeOut:
    """Declares an attribute, or changes one; `If-Match` protects against somebody else's change."""
    return _shown(commands.put_attribute(work, body.definition(key), expected), response)


@router.delete(
    "/attributes/{key}", operation_id="deleteAttribute", status_code=204, responses=refuses(404, 409, 412, 428)
)
def delete_attribute(key: str, actor: EveryCatalogEditor, work: Work, expected: IfMatch) -> None:
    """Only while nothing has a value of it and no rule reads it."""
    commands.delete_attribute(work, key, expected)


def _shown(found: AttributeDefinition, response: Response) -> AttributeOut:
    response.headers["ETag"] = etag(found.revision)
    return AttributeOut.of(found)
