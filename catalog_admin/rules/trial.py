"""The cases of a commit on its way: run before it lands, while nobody waits for the repository."""

from contextlib import suppress

from catalog_admin.artefacts.checking.report import Report
from catalog_admin.jobs import commands as jobs
from catalog_admin.kit.ids import JobId
from catalog_admin.kit.work import Work
from catalog_admin.rules import store
from catalog_admin.rules.demanding import check_demands
from catalog_admin.rules.keeping import keep
from catalog_admin.rules.model import Trial, Tried
from catalog_admin.rules.trying import (
    DEMANDED_SECONDS,
    INLINE_SECONDS,
    LOCKED_SECONDS,
    OutOfTime,
    has_cases,
    tried,
    within,
)
from rulestore.model import Oid

RUN_CASES = "rules.run_cases"


class OnTheWay:
    """Asked anew for each commit that is built; the last one lands."""

    def __init__(self, work: Work, branch: str, *, is_merge: bool) -> None:
        self._work, self._branch, self._is_merge = work, branch, is_merge
        self._is_demanded = is_merge and store.demands_of(work, branch).are_of_cases
        self._seconds = DEMANDED_SECONDS if self._is_demanded else INLINE_SECONDS
        self._tree: Oid | None = None
        self._is_tried = False
        self._tried: Tried | None = None

    def try_cases(self, report: Report, tree: Oid) -> None:
        """Where something is demanded, also what no case tries is looked at."""
        self._tree, self._tried = tree, None
        self._is_tried = self._is_demanded or has_cases(report)
        # Whoever builds again is late: somebody else was first, and now nobody else lands before this one has.
        seconds, self._seconds = self._seconds, LOCKED_SECONDS
        if self._is_tried:
            with suppress(OutOfTime):
                self._tried = tried(report, tree, within(seconds))

    def check_demands(self) -> None:
        """Read once more, behind everybody who changed them. Raises DemandsUnmet, CasesNotRun."""
        if self._is_merge and self._tree is not None:
            check_demands(self._work, self._branch, self._tree, self._tried)

    def landed(self, commit: Oid) -> Trial:
        return kept_or_left(self._work, self._tried, commit, self._branch) if self._is_tried else Trial()


def kept_or_left(work: Work, tried: Tried | None, commit: Oid, branch: str) -> Trial:
    """What came of its cases, if it has any; or a job, where they took too long: in the transaction of the landing."""
    if tried is None:
        return Trial(job=ask_to_run(work, commit.hex(), branch))
    return Trial(keep(work, tried, commit.hex(), branch)) if tried.cases else Trial()


def ask_to_run(work: Work, commit: str, branch: str | None) -> JobId:
    return jobs.enqueue(work, RUN_CASES, {"commit": commit, "branch": branch})
