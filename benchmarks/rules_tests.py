"""The 728 cases of the EU's certificate rules, run with coverage of every rule and condition; against asking alone.

The floor has contexts that are read already, as rows of declared values. It keeps nothing, stops where an answer is
known, and nobody looks at what was expected.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from benchmarks.measure import ROUNDS, Bar, Result, in_turn, result, seconds
from benchmarks.place import Place
from catalog_admin.artefacts.cases.model import Case, Subject, SubjectId
from catalog_admin.artefacts.cases.reading import cases_of
from catalog_admin.artefacts.cases.running import run as run_cases
from catalog_admin.artefacts.cases.subjects import PredicateSubject
from catalog_admin.artefacts.kinds.reading import read
from catalog_admin.artefacts.rulesets.context import row_of
from catalog_admin.predicates.evaluate import evaluate
from catalog_admin.predicates.model import Row
from catalog_admin.predicates.tree import Rule
from tests.conformance import dcc

BAR = Bar("at most", 3.0)


def run(here: Place, *, full: bool) -> list[Result]:
    return [measured(ROUNDS)]


def measured(rounds: int) -> Result:
    """A database has no part in it."""
    files = dcc.tree()
    cases, subjects = _cases(files), dcc.subjects(files)
    asked = [(each.rule, row_of(each.scope, case.context), case.instant) for each, case in _pairs(subjects, cases)]
    value, floor = in_turn(
        lambda: seconds(lambda: _checked(cases, subjects)), lambda: seconds(lambda: _asked(asked)), rounds
    )
    note = f"{len(cases)} cases, {len(subjects)} conditions"
    return result("rules.tests", value=value * 1000, floor=floor * 1000, unit="ms", bar=BAR, n=rounds, note=note)


def _checked(cases: list[Case], subjects: dict[SubjectId, Subject]) -> None:
    assert run_cases(cases, subjects).passed == len(cases)


def _asked(asked: Sequence[tuple[Rule, Row, datetime]]) -> None:
    for condition, row, instant in asked:
        evaluate(condition, row, instant)


def _cases(files: dict[str, bytes]) -> list[Case]:
    values = {path: read(path, content).value for path, content in files.items() if path.startswith("tests/")}
    return [case for path, value in values.items() for case in cases_of(path, value)[0]]


def _pairs(subjects: dict[SubjectId, Subject], cases: list[Case]) -> Iterator[tuple[PredicateSubject, Case]]:
    for case in cases:
        subject = subjects[case.subject]
        assert isinstance(subject, PredicateSubject)
        yield subject, case
