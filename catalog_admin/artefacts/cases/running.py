"""Runs cases over their subjects: what passed, what did not and why, and what nobody tried."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog_admin.artefacts.cases.covering import Parts, Tried, shares
from catalog_admin.artefacts.cases.model import (
    Case,
    CaseResult,
    Coverage,
    Difference,
    PartKind,
    Report,
    Subject,
    SubjectId,
    Thresholds,
    Told,
)
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, Severity, did_you_mean
from catalog_admin.artefacts.kinds.equality import same, text_of
from catalog_admin.predicates.suggest import nearest

_ORDERLESS = frozenset({"fired"})
_SHOWN = 200


@dataclass
class Ran:
    """What came of some cases: they may be the first of all, or those that one of several processes was given."""

    results: list[CaseResult] = field(default_factory=list)
    tried: dict[SubjectId, Tried] = field(default_factory=dict)

    def join(self, later: "Ran") -> None:
        self.results += later.results
        for subject, each in later.tried.items():
            if subject in self.tried:
                self.tried[subject].join(each)
            else:
                self.tried[subject] = each


def run(cases: Iterable[Case], subjects: Mapping[SubjectId, Subject]) -> Report:
    return report_of(ask(cases, subjects), subjects)


def ask(cases: Iterable[Case], subjects: Mapping[SubjectId, Subject], keeping: Callable[[Parts], Tried] = Tried) -> Ran:
    """In order, in this process. Nothing a case says raises; whoever hands them over one by one may end it by raising.

    `keeping` says how much is kept of what they try.
    """
    ran = Ran()
    for case in cases:
        subject = subjects.get(case.subject)
        if subject is None:
            ran.results.append(_unknown(case, subjects))
            continue
        told = subject.tell(case.context, case.instant)
        if case.subject not in ran.tried:
            ran.tried[case.subject] = keeping(subject.parts())
        ran.tried[case.subject].add(told.touched)
        ran.results.append(CaseResult(case, tuple(_differences(case, told)), told.outcome, told.reason))
    return ran


def report_of(ran: Ran, subjects: Mapping[SubjectId, Subject]) -> Report:
    coverage = [each for subject, seen in ran.tried.items() for each in _coverage(subject, seen)]
    return Report(ran.results, coverage, [*shares(subjects, ran.tried)])


def findings_of(report: Report, thresholds: Thresholds | None = None) -> list[Finding]:
    """What keeps a change out: failed cases, and coverage under its threshold."""
    asked = thresholds or Thresholds()
    return [
        *(_failure(result) for result in report.results if not result.passed),
        *(finding for kind, percent in asked.percent.items() for finding in _short(report, kind, percent)),
    ]


def _differences(case: Case, told: Told) -> Iterable[Difference]:
    said = {"outcome": told.outcome.name, **told.said}
    for member, expected in case.expect.items():
        if member not in said:
            hint = did_you_mean(nearest(member, said)) or f"one of {', '.join(said)}"
            yield Difference(member, expected, f"nothing: a {case.subject.kind} does not tell it; {hint}")
        elif not same(_ordered(member, expected), _ordered(member, said[member])):
            yield Difference(member, expected, said[member])


def _ordered(member: str, value: Any) -> Any:
    return sorted(value, key=text_of) if member in _ORDERLESS and isinstance(value, list | tuple) else value


def _unknown(case: Case, subjects: Mapping[SubjectId, Subject]) -> CaseResult:
    near = nearest(case.subject.id, {each.id for each in subjects if each.kind == case.subject.kind})
    reason = f"there is no {case.subject.kind} `{case.subject.id}`"
    return CaseResult(case, (Difference("subject", case.subject.id, near),), reason=reason)


def _coverage(subject: SubjectId, seen: Tried) -> Iterable[Coverage]:
    for kind, parts in seen.parts.items():
        yield Coverage(subject, kind, len(parts), tuple(seen.untried(kind)))


def _failure(result: CaseResult) -> Finding:
    case = result.case
    said = "; ".join(_told(each) for each in result.differences)
    why = f" ({result.reason})" if result.reason else ""
    return Finding(case.path, case.pointer, Code.CASE_FAILED, f"{case.id}: {said}{why}")


def _told(difference: Difference) -> str:
    return f"{difference.member}: expected {difference.expected!r}, told {difference.told!r}"[:_SHOWN]


def _short(report: Report, kind: PartKind, percent: int) -> Iterable[Finding]:
    for each in report.coverage:
        if each.kind is kind and each.tried * 100 < each.total * percent:
            tried = f"{each.tried} of {each.total} {kind}s tried, {percent} % asked"
            reason = f"{each.subject.kind} {each.subject.id}: {tried}"
            path = next(result.case.path for result in report.results if result.case.subject == each.subject)
            hint = f"try {', '.join(each.untried[:5])}"
            yield Finding(path, "", Code.CASE_COVERAGE, reason, hint, Severity.ERROR)
