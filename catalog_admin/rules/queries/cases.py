"""What came of cases, and what branches demand of them."""

from uuid import UUID

from catalog_admin.kit.paging import BadCursor, Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules import store
from catalog_admin.rules.advancing import standing
from catalog_admin.rules.desk import reading
from catalog_admin.rules.errors import CasesNeverRun
from catalog_admin.rules.model import CaseRun, Demands
from rulestore.mirror import Mirrors


def case_runs(reads: Reads | Work, branch: str, *, limit: int = 50, after: str | None = None) -> Page[CaseRun]:
    """For a branch, also one that is gone; newest first."""
    found = store.runs_for(reads, branch, _place(after), limit + 1)
    return Page([*found[:limit]], cursor(str(found[limit - 1].id)) if len(found) > limit else None)


def case_run(reads: Reads | Work, mirrors: Mirrors, at: str) -> CaseRun:
    """The last one of this commit. Raises RevisionNotFound, CasesNeverRun."""
    with reading(reads, mirrors) as repository:
        commit = repository.ask(at, lambda _, found: found)
    found = store.newest_run_of(reads, bytes(commit))
    if found is None:
        raise CasesNeverRun(f"the cases of {at} were not run")
    return found


def demands(reads: Reads | Work, mirrors: Mirrors, branch: str) -> Demands:
    """Raises BranchNotFound."""
    with reading(reads, mirrors) as repository:
        standing(repository, branch)
    return store.demands_of(reads, branch)


def _place(after: str | None) -> UUID | None:
    """Raises BadCursor."""
    if after is None:
        return None
    try:
        return UUID(str(key_of(after, width=1)[0]))
    except ValueError as wrong:
        raise BadCursor("this cursor is not one of ours", pointer="/after") from wrong
