"""A tree of files → its cases, run over what they are about."""

import json
from typing import Any

from catalog_admin.artefacts.cases.explaining import reasons
from catalog_admin.artefacts.cases.model import PartKind, SubjectId
from catalog_admin.artefacts.cases.running import findings_of, run
from catalog_admin.artefacts.cases.suite import Suite, suite_of
from catalog_admin.artefacts.checking.report import check
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.kinds.reading import read
from catalog_admin.artefacts.tables.files import all_findings
from catalog_admin.predicates.model import Attribute, Kind, Scope, Type
from tests.artefacts.tables.drawn import content, graph
from tests.artefacts.tables.test_dmn import decision, model

_SCOPES = {"context": Scope({"age": Attribute(Type(Kind.INTEGER))})}
_RISK = decision("Risk", "age", {"&lt;18": "2", ">=18": "1"})
_PRICE = decision("Price", "Risk", {"1": "10.5"}, needs="Risk")
_SCHEMA = {"type": "object", "properties": {"age": {"type": "integer"}}}


def cases_file(kind: str, name: str, *cases: dict[str, Any]) -> bytes:
    said = [{"id": f"c{place}", **case} for place, case in enumerate(cases)]
    return json.dumps({"subject": {"kind": kind, "id": name}, "instant": "2026-03-01", "cases": said}).encode()


def tree() -> dict[str, bytes]:
    return {
        "predicates/adult.json": json.dumps({"id": "adult", "when": "age >= 18"}).encode(),
        "tables/eu/fee.jdm.json": json.dumps(graph(content(["age"], [((">= 18",), ("5",))]), _SCHEMA)).encode(),
        "tables/price.dmn": model(_RISK, _PRICE),
        "tests/adult.json": cases_file("predicate", "adult", {"context": {"age": 18}, "expect": {"outcome": "MATCH"}}),
        "tests/fee.json": cases_file("table", "eu.fee", {"context": {"age": 18}, "expect": {"result": {"out0": 5}}}),
        "tests/price.json": cases_file(
            "table",
            "price",
            {"context": {"age": 30}, "expect": {"result": {"decimal": "10.5"}}},
            {"context": {"age": 3}, "expect": {"outcome": "NO_MATCH"}},
        ),
    }


def suite(files: dict[str, bytes]) -> Suite:
    return suite_of([read(path, content) for path, content in files.items()], {}, _SCOPES)


def test_every_case_of_the_tree_finds_what_it_is_about() -> None:
    read_suite = suite(tree())
    report = run(read_suite.cases, read_suite.subjects)
    assert findings_of(report) == []
    assert len(report.results) == 4
    assert {each.id for each in read_suite.subjects} == {"adult", "eu.fee", "price"}


def test_all_decisions_of_a_file_count_for_its_coverage() -> None:
    read_suite = suite(tree())
    report = run(read_suite.cases, read_suite.subjects)
    price = SubjectId("table", "price")
    covered = {each.kind: each for each in report.coverage if each.subject == price}
    assert (covered[PartKind.ROW].tried, covered[PartKind.ROW].total) == (3, 3)
    assert covered[PartKind.CONDITION].untried == ()


def test_a_subject_that_cannot_be_read_fails_its_cases() -> None:
    files = tree() | {"tables/price.dmn": b"<no/>"}
    read_suite = suite(files)
    report = run(read_suite.cases, read_suite.subjects)
    assert {finding.code for finding in findings_of(report)} == {Code.CASE_FAILED}


def test_a_checked_tree_tells_what_is_wrong_with_its_tables() -> None:
    twice = content(["age"], [((">= 18",), ("5",)), (("< 21",), ("6",))], hitPolicy="unique")
    report = check({"tables/fee.jdm.json": json.dumps(graph(twice, _SCHEMA)).encode()})
    (found,) = report.errors
    assert (found.path, found.code) == ("tables/fee.jdm.json", Code.TABLE_OVERLAP)
    assert "age = 18" in found.reason


def test_files_of_tables_say_what_is_wrong_with_them() -> None:
    found = [finding for path, content in tree().items() for finding in all_findings(read(path, content))]
    assert [(finding.path, finding.code) for finding in found] == [
        ("tables/eu/fee.jdm.json", Code.TABLE_GAP),
        ("tables/price.dmn", Code.TABLE_GAP),
        ("tables/price.dmn", Code.TABLE_GAP),
    ]


def test_a_condition_matches_nobody_outside_its_time() -> None:
    """As for catalogs that refer to it: the last day is a whole one."""
    adult = {"id": "adult", "when": "age >= 18", "effectiveFrom": "2026-02-01", "effectiveTo": "2026-12-31"}
    expected = {
        "2026-01-31T23:59:59Z": "NO_MATCH",
        "2026-02-01": "MATCH",
        "2026-12-31T23:59:59Z": "MATCH",
        "2027-01-01": "NO_MATCH",
    }
    cases = [
        {"instant": instant, "context": {"age": 18}, "expect": {"outcome": outcome}}
        for instant, outcome in expected.items()
    ]
    made = {
        "predicates/adult.json": json.dumps(adult).encode(),
        "tests/a.json": cases_file("predicate", "adult", *cases),
    }
    read_suite = suite(made)
    report = run(read_suite.cases, read_suite.subjects)
    assert findings_of(report) == []
    [first] = reasons(read_suite.subjects[SubjectId("predicate", "adult")], read_suite.cases[0])
    assert (first.verdict, first.why, first.told) == ("not_in_force", report.results[0].reason, None)
    assert [result.reason for result in report.results] == [
        "adult is not in force at 2026-01-31T23:59:59+00:00",
        None,
        None,
        "adult is not in force at 2027-01-01T00:00:00+00:00",
    ]
