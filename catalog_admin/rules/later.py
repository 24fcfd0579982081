"""Cases that take longer than somebody waits for: run by a job, which needs no mirror."""

from typing import Any

from catalog_admin.artefacts.checking.report import check
from catalog_admin.jobs.context import JobContext
from catalog_admin.jobs.model import job_kind
from catalog_admin.rules.connection import driver_of
from catalog_admin.rules.keeping import keep
from catalog_admin.rules.model import REPOSITORY, CaseRun
from catalog_admin.rules.refusals import in_our_words
from catalog_admin.rules.trees import Trees
from catalog_admin.rules.trial import RUN_CASES
from catalog_admin.rules.trying import tried
from rulestore.model import Oid
from rulestore.refs import find_repository
from rulestore.rows import Rows
from rulestore.workshop import commit_at


@job_kind(RUN_CASES, resumable=True)
def run_cases_later(context: JobContext) -> dict[str, Any]:
    """The same cases of the same files say the same, whenever they are run."""
    if context.last_checkpoint is not None:
        return context.last_checkpoint
    commit, branch = context.params["commit"], context.params["branch"]
    context.progress(0, "reading")
    tree, files = _read(context, Oid(bytes.fromhex(commit)))
    context.progress(20, "running")
    found = tried(check(files), tree, context.check_cancelled, files)
    with context.work() as work:
        told = _told(keep(work, found, commit, branch))
        context.checkpoint(work, told)
    return told


def _read(context: JobContext, commit: Oid) -> tuple[Oid, dict[str, bytes]]:
    with context.work() as work, in_our_words():
        raw = driver_of(work)
        rows = Rows(raw, find_repository(raw, work.tenant, REPOSITORY))
        return commit_at(rows, commit).tree, Trees(rows).at(commit)


def _told(run: CaseRun) -> dict[str, Any]:
    return {"run": str(run.id), "commit": run.commit, "cases": run.tried.cases, "failed": run.tried.failed}
