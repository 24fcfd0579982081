"""The files of a revision, and commits that change them."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Annotated, BinaryIO, cast

from fastapi import APIRouter, Depends, Query, Request, Response, status
from fastapi.responses import StreamingResponse

from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.faults import ERRORS_TOLD
from catalog_admin.kit.guards import RepositoryAuthor, TenantReads, TenantViewer, TenantWork
from catalog_admin.kit.idempotency import Idempotent, Reply
from catalog_admin.kit.preconditions import IfMatch, IfMatchGiven, IfMatchUnlessNew
from catalog_admin.kit.streams import SpoolTurn, in_time, patience
from catalog_admin.kit.work import Database
from catalog_admin.rules import commands, queries
from catalog_admin.rules.api.asked import Below, BranchQuery, FileName, Limit, MessageQuery, Revision, TheMirrors
from catalog_admin.rules.commands import FileEdit
from catalog_admin.rules.etags import etag_of, told_to_look_first
from catalog_admin.rules.model import MAIN, Advance
from catalog_admin.rules.queries import Wanted
from catalog_admin.rules.schemas.files import (
    AdvanceOut,
    CheckedOut,
    CheckIn,
    CommitIn,
    FileIn,
    FileOut,
    FilePage,
    FileRef,
    FindingsOut,
)
from catalog_admin.rules.schemas.findings import FindingOut

router = APIRouter(prefix="/rules", tags=["rule repository"], route_class=ExactRoute)
ZIP = "application/zip"
PIECE_BYTES = 256 * 1024


def _spool() -> Iterator[BinaryIO]:
    """Gone when the last byte is sent, and when nobody is there any more to send it to."""
    with TemporaryFile() as file:
        yield file


Spool = Annotated[BinaryIO, Depends(_spool, scope="request")]


@router.get("/files", operation_id="listRuleFiles", responses=refuses(404))
def list_files(
    actor: TenantViewer,
    reads: TenantReads,
    mirrors: TheMirrors,
    at: Revision = MAIN,
    below: Below = "",
    kind: Annotated[ArtefactKind | None, Query(description="Only files of this kind.")] = None,
    owner: Annotated[str | None, Query(max_length=200, description="Only what this team, role or user owns.")] = None,
    q: Annotated[str | None, Query(max_length=200, description="In paths, ids, names and tags, in any case.")] = None,
    limit: Limit = 50,
    after: str | None = None,
) -> FilePage:
    """By path, each with what it says of itself."""
    page = queries.listed(reads, mirrors, at, below, Wanted(kind, owner, q), limit=limit, after=after)
    return FilePage(items=[FileRef.of(each) for each in page.items], next=page.next)


@router.get("/files/{file:path}", operation_id="readRuleFile", responses=refuses(404))
def read_file(
    file: FileName,
    actor: TenantViewer,
    reads: TenantReads,
    mirrors: TheMirrors,
    response: Response,
    at: Revision = MAIN,
) -> FileOut:
    found = queries.file(reads, mirrors, at, file)
    response.headers["ETag"] = etag_of(found.blob)
    return FileOut.of(found)


@router.put("/files/{file:path}", operation_id="putRuleFile", responses=refuses(404, 409, 412, 413, 428))
def put_file(
    file: FileName,
    body: FileIn,
    branch: BranchQuery,
    actor: RepositoryAuthor,
    work: TenantWork,
    mirrors: TheMirrors,
    expected: IfMatchUnlessNew,
    response: Response,
) -> AdvanceOut:
    """Makes the file or changes it, in a commit of its own; If-Match is the ETag of what was edited."""
    edit = FileEdit(file, body.content.encode(), expected)
    with told_to_look_first(expected):
        made = commands.commit_files(work, mirrors, branch, [edit], body.message or f"Change {file}")
    response.headers["ETag"] = etag_of(made.files[0].after or "")
    return AdvanceOut.of(made)


@router.delete("/files/{file:path}", operation_id="deleteRuleFile", responses=refuses(404, 409, 412, 428))
def delete_file(
    file: FileName,
    branch: BranchQuery,
    actor: RepositoryAuthor,
    work: TenantWork,
    mirrors: TheMirrors,
    expected: IfMatch,
    message: MessageQuery = None,
) -> AdvanceOut:
    """In a commit of its own; earlier commits keep it."""
    edit = FileEdit(file, None, expected)
    return AdvanceOut.of(commands.commit_files(work, mirrors, branch, [edit], message or f"Delete {file}"))


@router.post(
    "/commits",
    operation_id="commitRuleFiles",
    status_code=status.HTTP_201_CREATED,
    response_model=AdvanceOut,
    responses=refuses(404, 409, 412, 413),
)
def commit_files(
    body: CommitIn,
    actor: RepositoryAuthor,
    work: TenantWork,
    mirrors: TheMirrors,
    once: Idempotent,
    expected: IfMatchGiven,
) -> Response:
    """Many files at once. If-Match, if it is sent, is the ETag of the branch; each edit names the blob that it saw."""

    def made() -> Reply:
        edits = list(body.changes())
        return advanced(commands.commit_files(work, mirrors, body.branch, edits, body.message, expected=expected))

    return once.reply(work, made)


@router.get("/findings", operation_id="checkRules", responses=refuses(404))
def check_rules(actor: TenantViewer, reads: TenantReads, mirrors: TheMirrors, at: Revision = MAIN) -> FindingsOut:
    """Whatever is to be said against all files of a revision together."""
    found = queries.findings(reads, mirrors, at)
    return FindingsOut(at=at, count=len(found), findings=[FindingOut.of(each) for each in found[:ERRORS_TOLD]])


@router.post("/findings", operation_id="checkRuleEdits", responses=refuses(404, 412, 413))
def check_edits(body: CheckIn, actor: TenantViewer, reads: TenantReads, mirrors: TheMirrors) -> CheckedOut:
    """Whatever would be said against all files with these edits done; nothing is stored."""
    return CheckedOut.of(body.at, queries.findings_with(reads, mirrors, body.at, body.changes(), body.branch))


@router.get(
    "/export",
    operation_id="exportRules",
    response_class=Response,
    responses=refuses(404, 413) | {200: {"content": {ZIP: {"schema": {"type": "string", "format": "binary"}}}}},
)
def export_rules(
    actor: TenantViewer,
    request: Request,
    turn: SpoolTurn,
    file: Spool,
    reads: TenantReads,
    mirrors: TheMirrors,
    at: Revision = MAIN,
) -> StreamingResponse:
    """All files of a revision as a zip archive; the same files are the same bytes."""
    commit = queries.archive(reads, mirrors, at, file)
    headers = {
        "ETag": etag_of(commit),
        "Content-Disposition": f'attachment; filename="rules-{commit[:12]}.zip"',
        "Content-Length": str(file.tell()),
    }
    seconds = patience(cast("Database", request.app.state.database).stream_seconds, file.tell())
    return StreamingResponse(in_time(seconds, _sent(file)), media_type=ZIP, headers=headers)


def _sent(file: BinaryIO) -> Iterator[bytes]:
    """Whole before its first byte: a slow reader keeps a turn and a file, and neither a connection nor a mirror."""
    file.seek(0)
    while piece := file.read(PIECE_BYTES):
        yield piece


def advanced(made: Advance) -> Reply:
    headers = {"Location": f"/rules/commits/{made.head}", "ETag": etag_of(made.head)}
    return Reply(AdvanceOut.of(made), status.HTTP_201_CREATED, headers)
