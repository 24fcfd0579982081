"""Cases run for whoever is writing: of files that are committed or not yet, told one by one, kept by nobody."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from catalog_admin.artefacts.cases.counting import Counted, Counts, counts
from catalog_admin.artefacts.cases.explaining import Reason, reasons
from catalog_admin.artefacts.cases.model import Case, CaseResult, Share, SubjectId
from catalog_admin.artefacts.cases.running import ask, report_of
from catalog_admin.artefacts.checking.report import check
from catalog_admin.artefacts.finding import Finding
from catalog_admin.rules.suites import suite_in

# Somebody waits for it while typing; a connection is held meanwhile.
REHEARSED_SECONDS = 2.0
# Evaluations with everything kept take ten times as long, and are for reading.
EXPLAINED = 20


@dataclass(frozen=True)
class Draft:
    """A file as it would be, None without it; `pointer` says where that was said."""

    path: str
    content: bytes | None
    pointer: str = ""


@dataclass(frozen=True)
class Asked:
    """Which cases: of one file, about one thing, or of one id; each None is all. `explained`: with reasons."""

    file: str | None = None
    subject: SubjectId | None = None
    case: str | None = None
    explained: bool = False

    def includes(self, case: Case) -> bool:
        return (
            (self.file is None or case.path == self.file)
            and (self.subject is None or case.subject == self.subject)
            and (self.case is None or case.id == self.case)
        )


@dataclass(frozen=True)
class Played:
    """A case, what came of it, and why, if that was asked."""

    result: CaseResult
    reasons: tuple[Reason, ...] | None


@dataclass(frozen=True)
class Rehearsal:
    """Of `asked` cases so many were run before time was over. `findings` are all that is to be said of the files."""

    findings: Sequence[Finding]
    asked: int
    played: Sequence[Played]
    counts: Sequence[Counts]
    shares: Sequence[Share]
    seconds: float


def rehearse(files: Mapping[str, bytes], asked: Asked, seconds: float = REHEARSED_SECONDS) -> Rehearsal:
    """Files that do not hold together are no obstacle: whatever can be asked is asked."""
    began = time.monotonic()
    checked = check(files)
    suite = suite_in(checked)
    cases = [case for case in suite.cases if asked.includes(case)]
    ran = ask(takewhile(lambda _: time.monotonic() < began + seconds, cases), suite.subjects, Counted)
    report = report_of(ran, suite.subjects)
    played = []
    for place, result in enumerate(report.results):
        subject = suite.subjects.get(result.case.subject)
        is_explained = asked.explained and place < EXPLAINED and subject is not None
        played.append(Played(result, (*reasons(subject, result.case),) if is_explained and subject else None))
    counted = [*counts(suite, ran.tried)]
    findings = [*checked.findings, *suite.findings]
    return Rehearsal(findings, len(cases), played, counted, report.shares, round(time.monotonic() - began, 6))
