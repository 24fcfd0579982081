"""What came before."""

from fastapi import APIRouter

from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import TenantReads, TenantViewer
from catalog_admin.rules import queries
from catalog_admin.rules.api.asked import CommitName, FileName, Limit, Revision, TheMirrors
from catalog_admin.rules.model import MAIN
from catalog_admin.rules.schemas.commits import CommitOut
from catalog_admin.rules.schemas.files import ChangedOut
from catalog_admin.rules.schemas.past import (
    BlamedOut,
    BlameOut,
    CommitPage,
    FileStepOut,
    FileStepPage,
    WholeCommitOut,
)

router = APIRouter(prefix="/rules", tags=["rule repository"], route_class=ExactRoute)


@router.get("/commits", operation_id="listRuleCommits", responses=refuses(404))
def list_commits(
    actor: TenantViewer,
    reads: TenantReads,
    mirrors: TheMirrors,
    at: Revision = MAIN,
    limit: Limit = 50,
    after: str | None = None,
) -> CommitPage:
    """The log of a revision, newest first."""
    page = queries.log(reads, mirrors, at, limit=limit, after=after)
    return CommitPage(items=[CommitOut.model_validate(each) for each in page.items], next=page.next)


@router.get("/commits/{revision:path}", operation_id="readRuleCommit", responses=refuses(404))
def read_commit(
    revision: CommitName,
    actor: TenantViewer,
    reads: TenantReads,
    mirrors: TheMirrors,
) -> WholeCommitOut:
    commit, files, count = queries.commit(reads, mirrors, revision)
    return WholeCommitOut(
        commit=CommitOut.model_validate(commit),
        files=[ChangedOut.model_validate(each) for each in files],
        count=count,
    )


@router.get("/history/{file:path}", operation_id="readRuleFileHistory", responses=refuses(404))
def read_history(
    file: FileName,
    actor: TenantViewer,
    reads: TenantReads,
    mirrors: TheMirrors,
    at: Revision = MAIN,
    limit: Limit = 50,
    after: str | None = None,
) -> FileStepPage:
    """Every commit that changed the file, newest first."""
    page = queries.history(reads, mirrors, at, file, limit=limit, after=after)
    return FileStepPage(file=file, items=[FileStepOut.model_validate(each) for each in page.items], next=page.next)


@router.get("/blame/{file:path}", operation_id="blameRuleFile", responses=refuses(404, 413))
def blame_file(
    file: FileName, actor: TenantViewer, reads: TenantReads, mirrors: TheMirrors, at: Revision = MAIN
) -> BlameOut:
    """Who wrote each line last; a long past is looked through for two seconds."""
    found = queries.blame(reads, mirrors, at, file)
    return BlameOut(file=file, items=[BlamedOut.model_validate(each) for each in found])
