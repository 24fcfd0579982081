"""The tree at a glance: what a screen shows, expands and filters without asking again."""

from hashlib import sha256
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response

from catalog_admin import VERSION
from catalog_admin.catalogs import queries as catalogs
from catalog_admin.catalogs.errors import NodeNotFound
from catalog_admin.catalogs.schemas.trees import Locale
from catalog_admin.kit.answers import VARY, refuses
from catalog_admin.kit.etags import is_held
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import Reads, Viewer
from catalog_admin.promotions import outline
from catalog_admin.promotions.api.moves import ASK_AGAIN, CatalogKey
from catalog_admin.promotions.outline import Sight
from catalog_admin.promotions.schemas.trees import TreeAtAGlance, told

router = APIRouter(prefix="/commerce/catalogs", tags=["catalogs"], route_class=ExactRoute)
A_LEVEL, LARGEST_LEVEL = 500, 1_000


@router.get(
    "/{key}/tree",
    operation_id="readDraftTree",
    response_model=TreeAtAGlance,
    responses=refuses(404) | {304: {"description": "You have it already"}},
)
def read_draft_tree(
    key: CatalogKey,
    actor: Viewer,
    reads: Reads,
    locale: Annotated[Locale | None, Query(description="Names in this language, or the catalog's first.")] = None,
    parent: Annotated[UUID | None, Query(description="Only the children of this node.")] = None,
    words: Annotated[
        str | None,
        Query(alias="filter", max_length=200, description="Only what holds all these words, and what stands above."),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_LEVEL, description="Of the children of `parent`.")] = A_LEVEL,
    after: str | None = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The draft's tree in columns, beside what is served; of more than 20,000 nodes the top alone, to be opened."""
    sight = Sight.of(reads, key)
    if words is not None:
        return _json(told(outline.matches(reads, sight, words, locale), locale))
    if parent is not None:
        home, node = catalogs.node(reads, parent)
        if home.id != sight.home.id:
            raise NodeNotFound(f"no node {parent} in {key}", pointer="/parent")
        return _json(told(outline.level(reads, sight, node, locale, limit, after), locale))
    headers = {"ETag": _etag(sight.seal(reads), locale), "Cache-Control": ASK_AGAIN, "Vary": VARY}
    if is_held(headers["ETag"], if_none_match):
        return Response(status_code=304, headers=headers)
    return _json(told(outline.whole(reads, sight, locale), locale), headers)


def _json(body: bytes, headers: dict[str, str] | None = None) -> Response:
    return Response(body, media_type="application/json", headers=headers or {"Cache-Control": ASK_AGAIN, "Vary": VARY})


def _etag(seal: str, locale: str | None) -> str:
    """Of this program: another one may tell the same in other words."""
    return f'"{sha256(f"{VERSION}/{locale}/{seal}".encode()).hexdigest()[:32]}"'
