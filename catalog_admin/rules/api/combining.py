"""Merges, reverts, cherry-picks. What both sides changed is a 409 with every conflict; choices resolve them."""

from functools import partial

from fastapi import APIRouter, Response, status

from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import RepositoryAuthor, RepositoryMerger, TenantWork
from catalog_admin.kit.idempotency import Idempotent
from catalog_admin.kit.preconditions import IfMatchGiven
from catalog_admin.rules import commands
from catalog_admin.rules.api.asked import TheMirrors
from catalog_admin.rules.api.files import advanced
from catalog_admin.rules.schemas.combining import MergeIn, ReplayIn
from catalog_admin.rules.schemas.files import AdvanceOut

router = APIRouter(prefix="/rules", tags=["rule repository"], route_class=ExactRoute)
MADE = status.HTTP_201_CREATED
REFUSES = refuses(404, 409, 412, 413, 428)


@router.post("/merges", operation_id="mergeRules", status_code=MADE, response_model=AdvanceOut, responses=REFUSES)
def merge_rules(
    body: MergeIn,
    actor: RepositoryMerger,
    work: TenantWork,
    mirrors: TheMirrors,
    once: Idempotent,
    expected: IfMatchGiven,
) -> Response:
    """The only way into a protected branch, and there a publisher's. With choices, If-Match is the target's ETag."""
    merge = partial(commands.merge_branch, work, mirrors, body.source, body.target, body.message or "")
    return once.reply(work, lambda: advanced(merge(choices=body.chosen(), expected=expected)))


@router.post("/reverts", operation_id="revertRules", status_code=MADE, response_model=AdvanceOut, responses=REFUSES)
def revert_rules(
    body: ReplayIn,
    actor: RepositoryAuthor,
    work: TenantWork,
    mirrors: TheMirrors,
    once: Idempotent,
    expected: IfMatchGiven,
) -> Response:
    """What the commit changed is taken back, in a commit of its own; what came later stays."""
    replay = partial(commands.revert_commit, work, mirrors, body.branch, body.commit, body.message or "")
    return once.reply(work, lambda: advanced(replay(choices=body.chosen(), expected=expected)))


@router.post("/cherry-picks", operation_id="pickRules", status_code=MADE, response_model=AdvanceOut, responses=REFUSES)
def pick_rules(
    body: ReplayIn,
    actor: RepositoryAuthor,
    work: TenantWork,
    mirrors: TheMirrors,
    once: Idempotent,
    expected: IfMatchGiven,
) -> Response:
    """What the commit changed is done again on the branch."""
    replay = partial(commands.pick_commit, work, mirrors, body.branch, body.commit, body.message or "")
    return once.reply(work, lambda: advanced(replay(choices=body.chosen(), expected=expected)))
