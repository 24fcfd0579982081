"""Cases beside the rules: run, what came of it, and what branches demand."""

from fastapi import APIRouter, Response, status

from catalog_admin.kit.answers import refuses
from catalog_admin.kit.exact_route import ExactRoute
from catalog_admin.kit.guards import RepositoryMerger, TenantAdmin, TenantReads, TenantViewer, TenantWork
from catalog_admin.kit.idempotency import Idempotent, Reply
from catalog_admin.kit.preconditions import IfMatch
from catalog_admin.rules import commands, queries
from catalog_admin.rules.api.asked import BranchName, BranchQuery, CommitName, Limit, TheMirrors
from catalog_admin.rules.etags import etag_of_demands
from catalog_admin.rules.model import Demands, Trial
from catalog_admin.rules.schemas.cases import (
    CaseRunIn,
    CaseRunOut,
    CaseRunPage,
    CaseRunRef,
    DemandsWords,
    TriedOut,
)

router = APIRouter(prefix="/rules", tags=["rule repository"], route_class=ExactRoute)


@router.post(
    "/test-runs",
    operation_id="runRuleCases",
    status_code=status.HTTP_201_CREATED,
    response_model=TriedOut,
    responses=refuses(404, 413),
)
def run_cases(
    body: CaseRunIn, actor: RepositoryMerger, work: TenantWork, mirrors: TheMirrors, once: Idempotent
) -> Response:
    """All of a revision's, now; what takes longer than somebody waits is left to a job, which is a 202."""
    return once.reply(work, lambda: _tried(commands.run_cases(work, mirrors, body.at)))


@router.get("/test-runs", operation_id="listRuleCaseRuns", responses=refuses())
def list_runs(
    actor: TenantViewer, reads: TenantReads, branch: BranchQuery, limit: Limit = 50, after: str | None = None
) -> CaseRunPage:
    """What came of the cases of a branch, newest first."""
    page = queries.case_runs(reads, branch, limit=limit, after=after)
    return CaseRunPage(items=[CaseRunRef.of(each) for each in page.items], next=page.next)


@router.get("/test-runs/{revision:path}", operation_id="readRuleCaseRun", responses=refuses(404))
def read_run(revision: CommitName, actor: TenantViewer, reads: TenantReads, mirrors: TheMirrors) -> CaseRunOut:
    """The last one of a commit, with what failed and what nobody tried."""
    return CaseRunOut.of(queries.case_run(reads, mirrors, revision))


@router.get("/demands/{branch:path}", operation_id="readRuleDemands", responses=refuses(404))
def read_demands(
    branch: BranchName, actor: TenantViewer, reads: TenantReads, mirrors: TheMirrors, response: Response
) -> DemandsWords:
    """What the branch demands of the cases of whatever is merged into it."""
    return _demanded(queries.demands(reads, mirrors, branch), response)


@router.put("/demands/{branch:path}", operation_id="putRuleDemands", responses=refuses(404, 412, 428))
def put_demands(
    branch: BranchName,
    body: DemandsWords,
    actor: TenantAdmin,
    work: TenantWork,
    mirrors: TheMirrors,
    expected: IfMatch,
    response: Response,
) -> DemandsWords:
    """All of it at once; what is not said is not demanded."""
    return _demanded(commands.demand(work, mirrors, branch, body.demands(), expected), response)


def _demanded(demands: Demands, response: Response) -> DemandsWords:
    response.headers["ETag"] = etag_of_demands(demands)
    return DemandsWords.model_validate(demands)


def _tried(trial: Trial) -> Reply:
    if trial.run is None:
        job = TriedOut(run=None, job=trial.job)
        return Reply(job, status.HTTP_202_ACCEPTED, {"Location": f"/jobs/{trial.job}"})
    run = CaseRunOut.of(trial.run)
    return Reply(
        TriedOut(run=run, job=None), status.HTTP_201_CREATED, {"Location": f"/rules/test-runs/{trial.run.commit}"}
    )
