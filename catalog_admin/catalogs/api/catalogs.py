"""Routes of catalogs; reading what is published at GET /commerce/catalogs/{key} is not the draft's business."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from catalog_admin.catalogs import commands, queries
from catalog_admin.catalogs.api.answers import listed
from catalog_admin.catalogs.schemas.trees import (
    CatalogChange,
    CatalogIn,
    CatalogOut,
    CatalogPage,
    DraftOut,
    FoundNode,
    FoundPage,
    Limit,
)
from catalog_admin.catalogs.schemas.trees import Path as NodePath
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.etags import etag
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import CatalogEditor, Reads, Viewer, Work
from catalog_admin.kit.preconditions import IfMatch
from catalog_admin.kit.words import Key, said

router = APIRouter(prefix="/commerce/catalogs", tags=["catalogs"], route_class=ExactRoute)
WhetherDeleted = Annotated[bool, Query(description="Those that can be restored, instead of those that are there.")]
CatalogKey = Annotated[Key, Path(description="The catalog's key.")]


@router.post("", status_code=201, responses=refuses(409), operation_id="createCatalog")
def create_catalog(body: CatalogIn, actor: CatalogEditor, work: Work, response: Response) -> CatalogOut:
    locale = body.locales[0] if body.locales else "en"
    name = {locale: body.name} if isinstance(body.name, str) else body.name
    catalog = commands.create_catalog(
        work,
        key=body.key,
        type=body.type,
        name=name,
        locales=body.locales,
        currencies=body.currencies,
        auto_publish=body.auto_publish,
    )
    response.headers["ETag"] = etag(catalog.revision)
    response.headers["Location"] = f"/commerce/catalogs/{catalog.key}"
    return CatalogOut.of(catalog)


@router.get("", responses=refuses(), operation_id="listCatalogs")
def list_catalogs(
    actor: Viewer, reads: Reads, deleted: WhetherDeleted = False, limit: Limit = 50, after: str | None = None
) -> CatalogPage:
    """In order of keys; the deleted ones with the last one first, and by whom."""
    listing = queries.deleted_catalogs if deleted else queries.catalogs_behind
    page = listing(reads, after, limit)
    return CatalogPage(items=[CatalogOut.of(catalog) for catalog in page.items], next=page.next)


@router.get("/{key}/draft", responses=refuses(404), operation_id="readDraft")
def read_draft(
    key: CatalogKey,
    actor: Viewer,
    reads: Reads,
    response: Response,
    path: Annotated[NodePath, Query(description="Where to start; the root without it.")] = "",
    depth: Annotated[int | None, Query(ge=0, le=1_000, description="Levels below the start.")] = None,
    limit: Limit = 100,
    after: str | None = None,
) -> DraftOut:
    """The draft tree, parents before children."""
    catalog = queries.catalog(reads, key)
    page = queries.subtree_of(reads, queries.node_at(reads, catalog, path), after, limit, depth)
    response.headers["ETag"] = etag(catalog.revision)
    return DraftOut(catalog=CatalogOut.of(catalog), nodes=listed(reads, catalog, page.items), next=page.next)


@router.get("/{key}/deleted-nodes", responses=refuses(404), operation_id="listDeletedNodes")
def list_deleted_nodes(
    key: CatalogKey, actor: Viewer, reads: Reads, limit: Limit = 100, after: str | None = None
) -> FoundPage:
    """The last one first, as far as your roles reach: each comes back with all that went with it."""
    catalog = queries.catalog(reads, key)
    page = queries.deleted_nodes(reads, catalog, after, limit)
    return FoundPage(items=[FoundNode.found(catalog, node) for node in page.items], next=page.next)


@router.put("/{key}", responses=refuses(404, 412, 428), operation_id="changeCatalog")
def change_catalog(
    key: CatalogKey, body: CatalogChange, actor: CatalogEditor, work: Work, expected: IfMatch, response: Response
) -> CatalogOut:
    catalog = commands.change_catalog(work, key, said(body), expected)
    response.headers["ETag"] = etag(catalog.revision)
    return CatalogOut.of(catalog)


@router.delete("/{key}", responses=refuses(404, 409, 412, 428), operation_id="deleteCatalog")
def delete_catalog(
    key: CatalogKey, actor: CatalogEditor, work: Work, expected: IfMatch, response: Response
) -> CatalogOut:
    """Softly: restore brings it back, by the ETag answered here. A catalog that is served is withdrawn first."""
    catalog = commands.delete_catalog(work, key, expected)
    response.headers["ETag"] = etag(catalog.revision)
    return CatalogOut.of(catalog)


@router.post("/{key}/restore", responses=refuses(404, 409, 412, 428), operation_id="restoreCatalog")
def restore_catalog(
    key: CatalogKey,
    actor: CatalogEditor,
    work: Work,
    expected: IfMatch,
    response: Response,
    id: Annotated[UUID | None, Query(description="Which of those that had the key; the last one without it.")] = None,
) -> CatalogOut:
    catalog = commands.restore_catalog(work, key, expected, id)
    response.headers["ETag"] = etag(catalog.revision)
    return CatalogOut.of(catalog)
