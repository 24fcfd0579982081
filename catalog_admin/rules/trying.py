"""All cases of a tree, run: within the time that somebody may wait for them, or by a job that has its own."""

import time
from collections.abc import Mapping
from typing import Any

from catalog_admin.artefacts.cases.model import Coverage, Share
from catalog_admin.artefacts.cases.model import Report as Ran
from catalog_admin.artefacts.cases.running import ask, findings_of, report_of
from catalog_admin.artefacts.checking.report import Report as Checked
from catalog_admin.artefacts.finding import Finding
from catalog_admin.artefacts.kinds.model import ArtefactKind
from catalog_admin.rules.model import Tried
from catalog_admin.rules.spreading import GoOn, ask_at_once, one_by_one
from catalog_admin.rules.suites import suite_in
from rulestore.model import Oid

# The repository is nobody's meanwhile, but a connection to the database is held, and somebody waits.
INLINE_SECONDS = 2.0
# Where nothing may be merged without: rather wait than send away.
DEMANDED_SECONDS = 5.0
# Where everybody who wants to change the repository waits as well.
LOCKED_SECONDS = 0.25
FAILURES_KEPT, PARTS_KEPT, SUBJECTS_KEPT = 100, 100, 2_000


class OutOfTime(Exception):
    """The cases take longer than somebody may wait for them."""


def within(seconds: float) -> GoOn:
    """Raises OutOfTime when called later than that."""
    end = time.monotonic() + seconds

    def go_on() -> None:
        if time.monotonic() > end:
            raise OutOfTime

    return go_on


def has_cases(checked: Checked) -> bool:
    return checked.tree is not None and any(checked.tree.understood(ArtefactKind.TEST))


def tried(checked: Checked, tree: Oid, go_on: GoOn, files: Mapping[str, bytes] | None = None) -> Tried:
    """`go_on` is asked again and again, and raises if there shall be no other case.

    With the files that were checked it may be done by several processes, which pays for what takes seconds.
    """
    began = time.monotonic()
    suite = suite_in(checked)
    if files is None:
        ran = report_of(ask(one_by_one(suite.cases, go_on), suite.subjects), suite.subjects)
    else:
        ran = report_of(ask_at_once(files, suite, go_on), suite.subjects)
    wrong = [*suite.findings, *findings_of(ran)]
    return Tried(
        tree=tree.hex(),
        cases=len(ran.results) + len(suite.findings),
        failed=len(wrong),
        shares=[_share(each) for each in ran.shares],
        coverage=_coverage(ran),
        failures=[_failure(each) for each in wrong[:FAILURES_KEPT]],
        seconds=round(time.monotonic() - began, 6),
    )


def _share(each: Share | Coverage) -> dict[str, Any]:
    untried = [*each.untried[:PARTS_KEPT]]
    return {"part": each.kind.value, "total": each.total, "tried": each.tried, "untried": untried}


def _coverage(ran: Ran) -> list[dict[str, Any]]:
    return [{"kind": each.subject.kind, "id": each.subject.id} | _share(each) for each in ran.coverage[:SUBJECTS_KEPT]]


def _failure(finding: Finding) -> dict[str, Any]:
    return {"file": finding.path, "pointer": finding.pointer, "code": str(finding.code), "detail": finding.reason}
