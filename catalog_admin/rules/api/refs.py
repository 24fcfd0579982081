"""Branches and tags."""

from fastapi import APIRouter, Response, status

from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import (
    RepositoryAuthor,
    RepositoryPublisher,
    TenantAdmin,
    TenantReads,
    TenantViewer,
    TenantWork,
)
from catalog_admin.kit.idempotency import Idempotent, Reply
from catalog_admin.kit.preconditions import IfMatch
from catalog_admin.rules import commands, queries
from catalog_admin.rules.api.asked import BranchName, Limit, TheMirrors
from catalog_admin.rules.etags import etag_of
from catalog_admin.rules.model import Branch
from catalog_admin.rules.schemas.refs import (
    BranchChange,
    BranchIn,
    BranchOut,
    BranchPage,
    BranchStandingOut,
    RuleTagIn,
    RuleTagOut,
    RuleTagPage,
)

router = APIRouter(prefix="/rules", tags=["rule repository"], route_class=ExactRoute)


@router.get("/branches", operation_id="listRuleBranches", responses=refuses())
def list_branches(
    actor: TenantViewer, reads: TenantReads, mirrors: TheMirrors, limit: Limit = 50, after: str | None = None
) -> BranchPage:
    """By name, each beside the branch that a clone begins with."""
    page = queries.branches(reads, mirrors, limit=limit, after=after)
    return BranchPage(items=[BranchStandingOut.model_validate(each) for each in page.items], next=page.next)


@router.post(
    "/branches",
    operation_id="createRuleBranch",
    status_code=status.HTTP_201_CREATED,
    response_model=BranchOut,
    responses=refuses(404, 409),
)
def create_branch(
    body: BranchIn, actor: RepositoryAuthor, work: TenantWork, mirrors: TheMirrors, once: Idempotent
) -> Response:
    return once.reply(work, lambda: _made(commands.create_branch(work, mirrors, body.name, body.at)))


@router.get("/branches/{branch:path}", operation_id="readRuleBranch", responses=refuses(404))
def read_branch(
    branch: BranchName, actor: TenantViewer, reads: TenantReads, mirrors: TheMirrors, response: Response
) -> BranchStandingOut:
    found = queries.branch(reads, mirrors, branch)
    response.headers["ETag"] = etag_of(found.head)
    return BranchStandingOut.model_validate(found)


@router.patch("/branches/{branch:path}", operation_id="changeRuleBranch", responses=refuses(404))
def change_branch(
    branch: BranchName,
    body: BranchChange,
    actor: TenantAdmin,
    work: TenantWork,
    mirrors: TheMirrors,
    response: Response,
) -> BranchOut:
    """Protects it, or does so no longer."""
    changed = commands.change_branch(work, mirrors, branch, is_protected=body.is_protected)
    response.headers["ETag"] = etag_of(changed.head)
    return BranchOut.model_validate(changed)


@router.delete(
    "/branches/{branch:path}",
    operation_id="deleteRuleBranch",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=refuses(404, 409, 412, 428),
)
def delete_branch(
    branch: BranchName, actor: RepositoryAuthor, work: TenantWork, mirrors: TheMirrors, expected: IfMatch
) -> None:
    """Unless it is protected. Whatever was committed on it stays."""
    commands.delete_branch(work, mirrors, branch, expected)


@router.get("/tags", operation_id="listRuleTags", responses=refuses())
def list_tags(
    actor: TenantViewer, reads: TenantReads, mirrors: TheMirrors, limit: Limit = 50, after: str | None = None
) -> RuleTagPage:
    page = queries.tags(reads, mirrors, limit=limit, after=after)
    return RuleTagPage(items=[RuleTagOut.model_validate(each) for each in page.items], next=page.next)


@router.post(
    "/tags",
    operation_id="createRuleTag",
    status_code=status.HTTP_201_CREATED,
    response_model=RuleTagOut,
    responses=refuses(404, 409),
)
def create_tag(
    body: RuleTagIn, actor: RepositoryPublisher, work: TenantWork, mirrors: TheMirrors, once: Idempotent
) -> Response:
    """A name that stays where it is."""

    def made() -> Reply:
        tag = commands.create_tag(work, mirrors, body.name, body.at, body.message or "")
        return Reply(RuleTagOut.model_validate(tag), status.HTTP_201_CREATED)

    return once.reply(work, made)


def _made(branch: Branch) -> Reply:
    headers = {"Location": f"/rules/branches/{branch.name}", "ETag": etag_of(branch.head)}
    return Reply(BranchOut.model_validate(branch), status.HTTP_201_CREATED, headers)
