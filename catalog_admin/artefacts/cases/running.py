"""Runs cases over their subjects: what passed, what did not and why, and what nobody tried."""

from collections.abc import Iterable, Mapping
from typing import Any

from catalog_admin.artefacts.cases.covering import Tried, shares
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
from catalog_admin.artefacts.cases.reading import same
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, Severity, did_you_mean
from catalog_admin.predicates.suggest import nearest

_ORDERLESS = frozenset({"fired"})
_SHOWN = 200


def run(cases: Iterable[Case], subjects: Mapping[SubjectId, Subject]) -> Report:
    """In order, in this process: a case takes less time than sending it to another one. Nothing a case says raises;
    whoever hands the cases over one by one may end it by raising.
    """
    results: list[CaseResult] = []
    tried: dict[SubjectId, Tried] = {}
    for case in cases:
        subject = subjects.get(case.subject)
        if subject is None:
            results.append(_unknown(case, subjects))
            continue
        told = subject.tell(case.context, case.instant)
        if case.subject not in tried:
            tried[case.subject] = Tried(subject.parts())
        tried[case.subject].add(told.touched)
        results.append(CaseResult(case, tuple(_differences(case, told)), told.outcome, told.reason))
    coverage = [each for subject, seen in tried.items() for each in _coverage(subject, seen)]
    return Report(results, coverage, [*shares(subjects, tried)])


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
    return sorted(value) if member in _ORDERLESS and isinstance(value, list | tuple) else value


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
