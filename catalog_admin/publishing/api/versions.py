"""Versions of a catalog: timeline, one of them, its export; tags."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from catalog_admin.catalogs.model import reach
from catalog_admin.jobs import queries as jobs
from catalog_admin.jobs.schemas import JobOut
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.etags import etag
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import CatalogEditor, Freezer, Publisher, Reads, TenantAdmin, TheEnvironment, Viewer, Work
from catalog_admin.kit.idempotency import Idempotent, Reply
from catalog_admin.kit.ids import JobId
from catalog_admin.kit.paging import LARGEST_PAGE
from catalog_admin.kit.preconditions import IfMatch, IfMatchUnlessNew
from catalog_admin.kit.streams import StreamTurn, streamed
from catalog_admin.kit.words import Key
from catalog_admin.kit.work import Work as WorkTransaction
from catalog_admin.publishing import commands, freezing, queries, restoring, retiring
from catalog_admin.publishing.model import VersionRef
from catalog_admin.publishing.restoring import RestoreWish
from catalog_admin.publishing.retiring import Wish
from catalog_admin.publishing.schemas import (
    FreezeIn,
    RestoreDraftIn,
    RetiredOut,
    RetireIn,
    TagIn,
    TagOut,
    TagPage,
    VersionOut,
)

router = APIRouter(prefix="/commerce/catalogs/{key}", tags=["versions"], route_class=ExactRoute)
NDJSON = "application/x-ndjson"
CatalogKey = Annotated[Key, Path(description="The catalog's key.")]
VersionName = Annotated[str, Path(max_length=64, description="A digest, 12 or more digits of one, a number, or a tag.")]
TagName = Annotated[str, Path(max_length=63)]
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]


@router.get("/versions/{version}", responses=refuses(404), operation_id="readVersion")
def read_version(key: CatalogKey, version: VersionName, actor: Viewer, reads: Reads, response: Response) -> VersionOut:
    reach.must_read(actor, key)
    found = queries.record(reads, key, version)
    response.headers["ETag"] = f'"{found.hex}"'
    return VersionOut.of(found, queries.number_of(reads, found))


@router.get(
    "/versions/{version}/export",
    operation_id="exportVersion",
    response_class=StreamingResponse,
    responses=refuses(404, 410) | {200: {"content": {NDJSON: {"schema": {"type": "string"}}}}},
)
def export_version(
    key: CatalogKey,
    version: VersionName,
    actor: Viewer,
    environment: TheEnvironment,
    request: Request,
    reads: Reads,
    turn: StreamTurn,
) -> StreamingResponse:
    """Every entry as a line of canonical JSON; docs/verify_export.py recomputes the digest from nothing else."""
    reach.must_read(actor, key)
    found = queries.version(reads, key, version)
    name = f"{key}-{found.hex[:12]}.ndjson"
    headers = {"ETag": f'"{found.hex}"', "Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_lines(request, actor, environment, found), media_type=NDJSON, headers=headers)


@router.post("/freeze", operation_id="freezeDraft", status_code=202, response_model=JobOut, responses=refuses(403, 404))
def freeze_draft(key: CatalogKey, body: FreezeIn, actor: Freezer, work: Work, once: Idempotent) -> Response:
    """A job that makes a version of the draft which nobody serves: to look at it, or to come back to it."""
    return once.reply(work, lambda: _accepted(work, freezing.ask_to_freeze(work, key, body.note)))


@router.post(
    "/draft/restore",
    operation_id="restoreDraft",
    status_code=202,
    response_model=JobOut,
    responses=refuses(403, 404, 410, 412, 428),
)
def restore_draft(
    key: CatalogKey, body: RestoreDraftIn, actor: CatalogEditor, work: Work, once: Idempotent, expected: IfMatch
) -> Response:
    """A job that makes the draft say again what a version says; what is served is not touched.

    If-Match is the ETag of the draft. What the draft said is frozen first: restoring `draftBefore` undoes it.
    """
    wish = RestoreWish(key, body.version or body.tag or "", body.keep_draft, expected.header)
    return once.reply(work, lambda: _accepted(work, restoring.ask_to_restore(work, wish)))


@router.post(
    "/versions/retire",
    operation_id="retireVersions",
    response_model=RetiredOut,
    responses=refuses(403, 404, 409, 410),
)
def retire_versions(key: CatalogKey, body: RetireIn, actor: TenantAdmin, work: Work, once: Idempotent) -> Response:
    """Give up the content of versions that nothing needs; their names stay. What is still needed is refused."""
    wish = Wish(key, body.versions, body.keep, body.reason)
    return once.reply(work, lambda: Reply(RetiredOut.of(retiring.retire(work, wish, is_dry=body.dry_run))))


@router.get("/tags", responses=refuses(404), operation_id="listTags")
def list_tags(key: CatalogKey, actor: Viewer, reads: Reads, limit: Limit = 50, after: str | None = None) -> TagPage:
    reach.must_read(actor, key)
    page = queries.tags(reads, key, limit=limit, after=after)
    return TagPage(items=[TagOut.of(tag) for tag in page.items], next=page.next)


@router.get("/tags/{name}", responses=refuses(404), operation_id="readTag")
def read_tag(key: CatalogKey, name: TagName, actor: Viewer, reads: Reads, response: Response) -> TagOut:
    reach.must_read(actor, key)
    tag = queries.tag(reads, key, name)
    response.headers["ETag"] = etag(tag.revision)
    return TagOut.of(tag)


@router.put("/tags/{name}", responses=refuses(404, 410, 412, 428), operation_id="moveTag")
def move_tag(
    key: CatalogKey,
    name: TagName,
    body: TagIn,
    actor: Publisher,
    work: Work,
    expected: IfMatchUnlessNew,
    response: Response,
) -> TagOut:
    """Makes the tag, or lets it name another version."""
    tag = commands.move_tag(work, key, name, body.version, expected)
    response.headers["ETag"] = etag(tag.revision)
    return TagOut.of(tag)


@router.delete("/tags/{name}", status_code=204, responses=refuses(404, 412, 428), operation_id="deleteTag")
def delete_tag(key: CatalogKey, name: TagName, actor: Publisher, work: Work, expected: IfMatch) -> None:
    """The version it named stays."""
    commands.delete_tag(work, key, name, expected)


def _accepted(work: WorkTransaction, job: JobId) -> Reply:
    return Reply(JobOut.model_validate(jobs.job_by_id(work, job)), 202, {"Location": f"/jobs/{job}"})


def _lines(request: Request, actor: Actor, environment: TheEnvironment, found: VersionRef) -> Iterator[bytes]:
    place, place_key = environment
    return streamed(
        request,
        lambda database: database.reads(actor, place, environment_key=place_key),
        lambda reads: queries.export(reads, found),
    )
