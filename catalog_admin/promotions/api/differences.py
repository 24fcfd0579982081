"""What makes one state of a catalog another: page by page, as a stream, and as what it amounts to."""

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import Reads, TheEnvironment, Viewer
from catalog_admin.kit.streams import StreamTurn, streamed
from catalog_admin.kit.work import Reads as ReadsTransaction
from catalog_admin.promotions import queries, weighing
from catalog_admin.promotions.api.moves import CatalogKey, Limit
from catalog_admin.promotions.schemas.moves import DifferenceOut
from catalog_admin.promotions.summary_words import SummaryOut
from catalog_admin.promotions.telling import Form, lines_of
from catalog_admin.publishing import queries as publishing
from catalog_admin.publishing.model import Kind
from catalog_admin.publishing.packed import Part

router = APIRouter(tags=["promotions"], route_class=ExactRoute)
NDJSON = "application/x-ndjson"
SIDES = "live, previous, nothing, a digest, a number or a tag."
Side = Annotated[str, Query(min_length=1, max_length=64)]
From = Annotated[Side, Query(alias="from", description=SIDES)]
To = Annotated[Side, Query(description="The same, or draft.")]
OfKind = Annotated[Kind | None, Query(description="List entries of this kind alone.")]
OfShelf = Annotated[UUID | None, Query(description="A node's id: list its rate plans alone.")]


@router.get("/commerce/catalogs/{key}/difference", responses=refuses(404, 410), operation_id="readDifference")
def read_difference(
    key: CatalogKey,
    actor: Viewer,
    reads: Reads,
    before: From = "live",
    to: To = "draft",
    kind: OfKind = None,
    shelf: OfShelf = None,
    limit: Limit = 50,
    after: str | None = None,
) -> DifferenceOut:
    """What changes from one to the other: nodes, rules, rate plans, and who enters or leaves which shelf."""
    of = Part(kind, shelf)
    return DifferenceOut.of(queries.difference(reads, key, before, to, limit=limit, behind=after, of=of))


@router.get(
    "/commerce/catalogs/{key}/difference/summary", responses=refuses(404, 410), operation_id="summariseDifference"
)
def summarise_difference(
    key: CatalogKey,
    actor: Viewer,
    reads: Reads,
    before: From = "live",
    to: To = "draft",
) -> SummaryOut:
    """What a change amounts to before it is made: a publish (to the draft), a rollback (to a version), a withdrawal
    (to nothing)."""
    return SummaryOut.told(queries.weighed(reads, key, before, to))


@router.get(
    "/commerce/catalogs/{key}/difference/stream",
    operation_id="streamDifference",
    response_class=StreamingResponse,
    responses=refuses(404, 410) | {200: {"content": {NDJSON: {"schema": {"type": "string"}}}}},
)
def stream_difference(
    key: CatalogKey,
    actor: Viewer,
    environment: TheEnvironment,
    request: Request,
    reads: Reads,
    turn: StreamTurn,
    before: From = "live",
    to: To = "draft",
    kind: OfKind = None,
    shelf: OfShelf = None,
    form: Annotated[Form, Query(alias="as", description="Bodies before and after, or what they mean.")] = Form.MEANING,
) -> StreamingResponse:
    """The whole difference as lines of JSON: first the counts, then every change, last how many were told."""
    base, other = weighing.sides(reads, key, before, to)
    of, (place, place_key) = Part(kind, shelf), environment
    if other is None:  # worked out before the answer begins: a draft may be refused
        drafted = publishing.whole_draft_difference(reads, key, base, of=of)
        return StreamingResponse(lines_of(drafted, form), media_type=NDJSON)

    def tell(later: ReadsTransaction) -> Iterator[bytes]:
        return lines_of(publishing.whole_difference(later, base, other, of=of), form)

    told = streamed(request, lambda database: database.reads(actor, place, environment_key=place_key), tell)
    return StreamingResponse(told, media_type=NDJSON)
