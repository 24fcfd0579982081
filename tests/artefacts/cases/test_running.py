"""Cases over conditions and tables: what passes, what fails and why, what nobody tried."""

from datetime import UTC, datetime
from typing import Any

from catalog_admin.artefacts.cases.model import Case, PartKind, Report, Subject, SubjectId, Thresholds
from catalog_admin.artefacts.cases.reading import cases_of
from catalog_admin.artefacts.cases.running import findings_of, run
from catalog_admin.artefacts.cases.subjects import PredicateSubject, TableSubject
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.tables.jdm import read_graph
from catalog_admin.predicates.model import Attribute, Kind, Scope, Type
from catalog_admin.predicates.rules import compile_rule
from tests.artefacts.tables.drawn import content, graph

_PATH = "tests/discount.json"
_TABLE = SubjectId("table", "discount")
_RULE = SubjectId("predicate", "new")
_SCOPE = Scope(
    {
        "product.type": Attribute(Type(Kind.TEXT)),
        "product.launchDate": Attribute(Type(Kind.DATE)),
        "amount": Attribute(Type(Kind.DECIMAL)),
    },
    {"lines": Scope({"quantity": Attribute(Type(Kind.INTEGER))})},
)


def subjects() -> dict[SubjectId, Subject]:
    rows = [((">= 100", "'gold'"), ("0.15",)), ((">= 100", ""), ("0.1",)), (("", "'iron'"), ("0",))]
    read, findings = read_graph("tables/discount.jdm.json", graph(content(["amount", "tier"], rows)))
    assert read is not None, findings
    rule = compile_rule('product.type == "SaaS" && daysSince(product.launchDate) < 30', _SCOPE)
    return {_TABLE: TableSubject(read), _RULE: PredicateSubject("new", rule, _SCOPE)}


def cases(subject: SubjectId, *said: dict[str, Any], **shared: Any) -> list[Case]:
    value = {
        "subject": {"kind": subject.kind, "id": subject.id},
        "instant": "2026-03-01",
        "cases": [{"id": f"c{place}", **each} for place, each in enumerate(said)],
    } | shared
    read, findings = cases_of(_PATH, value)
    assert findings == []
    return read


def ran(subject: SubjectId, *said: dict[str, Any], **shared: Any) -> Report:
    return run(cases(subject, *said, **shared), subjects())


def test_a_table_tells_its_outcome_its_result_and_the_rows_that_fired() -> None:
    report = ran(
        _TABLE,
        {"context": {"amount": 100}, "expect": {"outcome": "MISSING_INPUT"}},
        {
            "context": {"amount": {"decimal": "99.99"}, "tier": "iron"},
            "expect": {"fired": ["r2"], "result": {"out0": 0}},
        },
        {"context": {"amount": 150, "tier": "gold"}, "expect": {"result": {"out0": {"decimal": "0.15"}}}},
        {"context": {"amount": 5, "tier": "gold"}, "expect": {"outcome": "NO_MATCH", "fired": []}},
    )
    assert report.passed == 4


def test_a_condition_is_told_a_nested_context_with_dates_as_texts() -> None:
    new = {"product": {"type": "SaaS", "launchDate": "2026-02-20"}}
    report = ran(
        _RULE,
        {"context": new, "expect": {"outcome": "MATCH"}},
        {"context": new, "instant": "2026-03-22T00:00:00Z", "expect": {"outcome": "NO_MATCH"}},
        {"context": {"product": {"type": "SaaS"}}, "expect": {"outcome": "MISSING_INPUT"}},
        {"context": {"product": {"type": 5}}, "expect": {"outcome": "ERROR"}},
    )
    assert [result.passed for result in report.results] == [True] * 4


def test_a_condition_goes_through_the_records_of_a_context() -> None:
    rule = compile_rule("lines.exists(line, line.quantity > 3)", _SCOPE)
    told = PredicateSubject("many", rule, _SCOPE).tell({"lines": [{"quantity": 1}, {"quantity": 4}]}, datetime.now(UTC))
    assert told.outcome.name == "MATCH"


def test_what_all_cases_share_is_said_once_and_each_may_say_otherwise() -> None:
    report = ran(
        _TABLE,
        {"expect": {"fired": ["r0"]}},
        {"context": {"tier": "iron"}, "expect": {"fired": ["r1"]}},
        context={"amount": 100, "tier": "gold"},
    )
    assert report.passed == 2


def test_a_failed_case_is_a_finding_that_says_what_was_told_instead() -> None:
    report = ran(
        _TABLE, {"context": {"amount": 100, "tier": "gold"}, "expect": {"result": {"out0": 1}, "fired": ["r1"]}}
    )
    (finding,) = findings_of(report)
    assert (finding.code, finding.path, finding.pointer) == (Code.CASE_FAILED, _PATH, "/cases/0")
    assert "expected ['r1'], told ['r0']" in finding.reason
    assert "0.15" in finding.reason


def test_whatever_is_expected_is_compared_and_nothing_raises() -> None:
    report = ran(_TABLE, {"context": {"amount": 5, "tier": "iron"}, "expect": {"fired": [1, "r2", {}, None]}})
    assert report.passed == 0


def test_a_missing_input_says_which() -> None:
    report = ran(_TABLE, {"context": {"amount": 100}, "expect": {"outcome": "MATCH"}})
    assert "tier is missing" in findings_of(report)[0].reason


def test_expecting_what_nobody_tells_is_a_failure_with_a_hint() -> None:
    report = ran(_TABLE, {"context": {"amount": 1, "tier": "iron"}, "expect": {"results": {"out0": 0}}})
    assert "did you mean result?" in findings_of(report)[0].reason


def test_a_case_about_nothing_fails() -> None:
    report = run(cases(SubjectId("table", "discuont"), {"expect": {"outcome": "MATCH"}}), subjects())
    assert "there is no table `discuont`" in findings_of(report)[0].reason
    assert "discount" in findings_of(report)[0].reason


def test_nobody_guesses_when_a_case_happens() -> None:
    value = {"subject": {"kind": "table", "id": "x"}, "cases": [{"id": "c", "expect": {}}]}
    read, (finding,) = cases_of(_PATH, value)
    assert read == []
    assert (finding.code, finding.pointer) == (Code.CASE_UNREADABLE, "/cases/0")


def test_coverage_names_the_rows_and_conditions_that_nobody_tried() -> None:
    report = ran(
        _TABLE,
        {"context": {"amount": 100, "tier": "gold"}, "expect": {"outcome": "MATCH"}},
        {"context": {"amount": 5, "tier": "iron"}, "expect": {"outcome": "MATCH"}},
    )
    by_kind = {each.kind: each for each in report.coverage}
    assert by_kind[PartKind.ROW].untried == ("table/r1",)
    assert by_kind[PartKind.CONDITION].untried == ()
    assert report.share(PartKind.ROW) == (2, 3)


def test_a_condition_counts_as_tried_when_it_held_once_and_once_did_not() -> None:
    saas = {"product": {"type": "SaaS", "launchDate": "2026-02-20"}}
    report = ran(
        _RULE,
        {"context": saas, "expect": {"outcome": "MATCH"}},
        {"context": {"product": {"type": "x"}}, "expect": {"outcome": "MATCH"}},
    )
    (untried,) = [each for each in report.coverage if each.kind is PartKind.CONDITION]
    assert untried.untried == ("/and/1",)


def test_coverage_under_its_threshold_keeps_a_change_out() -> None:
    report = ran(_TABLE, {"context": {"amount": 100, "tier": "gold"}, "expect": {"outcome": "MATCH"}})
    assert findings_of(report, Thresholds({PartKind.ROW: 33})) == []
    (finding,) = findings_of(report, Thresholds({PartKind.ROW: 34}))
    assert finding.code == Code.CASE_COVERAGE
    assert "1 of 3 rows tried, 34 % asked" in finding.reason
