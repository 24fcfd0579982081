"""Routes that take and give whole trees."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from catalog_admin.catalogs import commands, queries
from catalog_admin.catalogs.api.catalogs import CatalogKey
from catalog_admin.catalogs.model import reach
from catalog_admin.catalogs.schemas.tree_rows import Imported, TreeRowIn, line_of, rows_of
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.guards import CatalogEditor, Reads, Viewer, Work
from catalog_admin.kit.idempotency import Idempotent, Reply

router = APIRouter(prefix="/commerce/catalogs", tags=["catalogs"])
NDJSON = "application/x-ndjson"
# Room for 100,000 nodes that say something; other bodies end earlier.
LARGEST_BYTES = 32 * 1024 * 1024


async def _body(request: Request) -> bytes:
    return await request.body()


def _request_body() -> dict[str, Any]:
    row = TreeRowIn.model_json_schema()
    listed = {"type": "array", "items": row}
    content = {NDJSON: {"schema": {"type": "string"}}, "application/json": {"schema": listed}}
    return {"requestBody": {"required": True, "content": content}}


@router.post(
    "/{key}/nodes/import",
    response_model=Imported,
    responses=refuses(400, 404, 409, 413),
    operation_id="importTree",
    openapi_extra=_request_body(),
    max_body_size=LARGEST_BYTES,
)
def import_tree(
    key: CatalogKey, actor: CatalogEditor, work: Work, once: Idempotent, body: Annotated[bytes, Depends(_body)]
) -> Response:
    """Up to 100,000 nodes, one JSON object a line or one array, in any order; all of them or none."""
    return once.reply(work, lambda: Reply(Imported(created=commands.import_tree(work, key, rows_of(body)))))


@router.get(
    "/{key}/nodes/export",
    responses=refuses(404) | {200: {"content": {NDJSON: {}}, "description": "One node a line, parents first."}},
    response_class=Response,
    operation_id="exportTree",
)
def export_tree(key: CatalogKey, actor: Viewer, reads: Reads) -> Response:
    """The draft tree, one node a line; import reads it back."""
    catalog = queries.catalog(reads, key)
    reach.must_read(reads.actor, key)
    lines = b"".join(line_of(node) for node in queries.draft_nodes(reads, catalog.id))
    return Response(lines, media_type=NDJSON)
