"""What came of cases is kept in the transaction of whatever they were run for, with its trail and its event."""

from catalog_admin.audit import commands as audit
from catalog_admin.events import commands as events
from catalog_admin.kit.ids import new_id
from catalog_admin.kit.work import Work
from catalog_admin.rules import store
from catalog_admin.rules.model import CaseRun, Tried


def keep(work: Work, tried: Tried, commit: str, branch: str | None) -> CaseRun:
    run = CaseRun(new_id(), branch, commit, tried, work.actor.subject, work.now)
    store.add_run(work, run)
    counts = {"commit": commit, "branch": branch, "cases": tried.cases, "failed": tried.failed}
    subject = f"branch:{branch}" if branch else f"commit:{commit}"
    audit.record(work, action="rules.cases_run", subject=subject, detail=counts)
    events.emit(work, type="RuleCasesRun", subject=subject, data=counts | {"run": str(run.id)})
    return run
