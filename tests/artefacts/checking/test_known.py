"""What a case says is known is as its schema declares, or it is told where it is not."""

import json
from decimal import Decimal
from typing import Any

import pytest

from catalog_admin.artefacts.cases.running import run
from catalog_admin.artefacts.cases.suite import suite_of
from catalog_admin.artefacts.checking.known import NAMES_COMPARED, Context, Names, Room
from catalog_admin.artefacts.checking.report import check
from catalog_admin.artefacts.rulesets.context import scope_of
from catalog_admin.artefacts.tables.declared import declared
from tests.artefacts.checking.trees import files, found
from tests.artefacts.customer import CONTEXT

_SCHEMA = json.loads(CONTEXT)
_CONTEXT = Context(declared(_SCHEMA), Names(scope_of(_SCHEMA)[0], Room()))
_CASES = [{"id": "c", "expect": {}}, {"id": "other", "expect": {"outcome": "MATCH"}}]
EXPECTING_NOTHING = files(
    predicates__p={"id": "p", "when": "Discount > 1"},
    tests__t={"subject": {"kind": "predicate", "id": "p"}, "instant": "2026-01-31", "cases": _CASES},
)


@pytest.mark.parametrize(
    "context",
    [
        {},
        {"Discount": 30},
        {"Discount": Decimal("27.5")},
        {"Discount": {"decimal": "27.5"}},
        {"somethingElse": {"of": ["ours"]}},
    ],
)
def test_what_is_declared_may_be_said(context: Any) -> None:
    assert [*_CONTEXT.faults(context)] == []


@pytest.mark.parametrize(
    ("context", "pointer"),
    [
        ({"account": {"region": "Europe"}}, "/account/region"),
        ({"account": "EU"}, "/account"),
        ({"Discount": "30"}, "/Discount"),
        ({"Discount": {"decimal": "much"}}, "/Discount"),
        ({"quote": {"header": {"signedOn": "2026-02-30"}}}, "/quote/header/signedOn"),
        ({"quote": {"lines": [{"quantity": 1}, {"quantity": 1.5}]}}, "/quote/lines/1/quantity"),
        ([], ""),
        ({"Discout": 30}, "/Discout"),
        ({"account": {"regoin": "EU"}}, "/account/regoin"),
        ({"quote": {"lines": [{"quantity": 1}, {"quantty": 1}]}}, "/quote/lines/1/quantty"),
    ],
)
def test_what_is_not_is_told_with_its_place(context: Any, pointer: str) -> None:
    assert [each.pointer for each in _CONTEXT.faults(context)] == [pointer]


def test_what_a_schema_requires_may_be_missing() -> None:
    """Conditions answer to that by themselves."""
    schema = {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}
    context = Context(declared(schema), Names(scope_of(schema)[0], Room()))
    assert [*context.faults({})] == []
    assert [each.reason for each in context.faults({"a": "x"})] == ['"x" is not of type "integer"']


def test_names_are_compared_within_bounds() -> None:
    """However many a context declares, and however many of a case's nothing declares."""
    schema = {"type": "object", "properties": {f"name{number}": {"type": "integer"} for number in range(1000)}}
    room = Room()
    context = Context(declared(schema), Names(scope_of(schema)[0], room))
    odd = {f"nams{number}": 1 for number in range(1000)}
    told = [*context.faults(odd)]
    assert len(told) == NAMES_COMPARED // 1000
    assert [*context.faults(odd)] == told
    assert room.left <= 0


@pytest.mark.parametrize("kind", ["predicate", "ruleset"])
def test_cases_are_warned_of_what_their_subject_would_misread(kind: str) -> None:
    cases: list[dict[str, Any]] = [
        {"id": "shared", "expect": {"outcome": "NO_MATCH"}},
        {"id": "own", "expect": {"outcome": "NO_MATCH"}, "context": {"account": {"region": "Asia"}}},
    ]
    test = {
        "subject": {"kind": kind, "id": "of"},
        "instant": "2026-01-31",
        "context": {"account": {"region": "Europe"}, "Discout": 1},
        "cases": cases,
    }
    subject = {"id": "of", "when": "Discount > 1"} if kind == "predicate" else {"id": "of", "rules": []}
    made = files(**{f"{kind}s__of": subject, "tests__t": test})
    assert [(each.pointer, each.severity, each.suggestion) for each in found(made)] == [
        ("/cases/1/context/account/region", "warning", None),
        ("/context/Discout", "warning", "did you mean Discount?"),
        ("/context/account/region", "warning", None),
    ]


def test_a_case_expects_something() -> None:
    """Else it would pass whatever came of it."""
    told = found(EXPECTING_NOTHING)
    assert [(each.pointer, each.code, each.severity) for each in told] == [
        ("/cases/0/expect", "cases.unreadable", "error")
    ]


def test_the_other_cases_of_its_file_are_run() -> None:
    report = check(EXPECTING_NOTHING)
    assert report.tree is not None
    assert report.sets is not None
    suite = suite_of(report.tree.artefacts.values(), report.sets, report.tree.scopes)
    ran = run(suite.cases, suite.subjects)
    assert [(each.case.id, each.passed) for each in ran.results] == [("other", False)]
    assert [(each.pointer, each.code) for each in suite.findings] == [("/cases/0/expect", "cases.unreadable")]
