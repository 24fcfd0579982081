"""Cases over guardrails: what is within, which limit is breached, and whose it is."""

import json
from typing import Any

from catalog_admin.artefacts.cases.model import PartKind, Report
from catalog_admin.artefacts.cases.running import findings_of, run
from catalog_admin.artefacts.cases.suite import suite_of
from catalog_admin.artefacts.checking.report import check

CONTEXT = {
    "type": "object",
    "properties": {
        "discount": {"type": "number"},
        "margins": {"type": "array", "items": {"type": "number"}},
        "billing": {"type": "string"},
        "region": {"type": "string"},
    },
}
MOST: dict[str, Any] = {"id": "most", "measure": "discount", "max": 60, "breach": "BLOCK"}


def guardrail(name: str, level: str, *limits: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": name, "level": level, "limits": [*limits], **more}


def ran(subject: str, guardrails: list[dict[str, Any]], *cases: dict[str, Any]) -> Report:
    said = [{"id": f"c{place}", **case} for place, case in enumerate(cases)]
    tests = {"subject": {"kind": "guardrail", "id": subject}, "instant": "2026-03-01", "cases": said}
    files = {"schemas/context.json": CONTEXT, "tests/g.json": tests}
    files |= {f"guardrails/{each['id']}.json": each for each in guardrails}
    checked = check({path: json.dumps(value).encode() for path, value in files.items()})
    assert checked.tree is not None
    assert checked.errors == []
    suite = suite_of(checked.tree.artefacts.values(), checked.sets or {}, checked.tree.scopes)
    return run(suite.cases, suite.subjects)


def case(expect: dict[str, Any], **context: Any) -> dict[str, Any]:
    return {"context": context, "expect": expect}


def test_tells_which_limits_are_breached_and_that_an_unknown_measure_is_not_within() -> None:
    least = {"id": "least", "measure": "margins", "min": 15, "breach": "WARN"}
    terms = {"id": "terms", "measure": "billing", "allowed": ["monthly", "yearly"], "breach": "BLOCK"}
    fine: dict[str, Any] = {"discount": 60, "margins": [15, 40], "billing": "monthly"}
    report = ran(
        "all",
        [guardrail("all", "ORGANISATION", MOST, least, terms)],
        case({"outcome": "MATCH", "fired": []}, **fine),
        case({"outcome": "NO_MATCH", "fired": ["most"]}, **fine | {"discount": {"decimal": "60.01"}}),
        case({"outcome": "NO_MATCH", "fired": ["least", "terms"]}, **fine | {"margins": [40, 1], "billing": "daily"}),
        case({"outcome": "MISSING_INPUT"}, discount=1, billing="monthly"),
        case({"outcome": "ERROR"}, **fine | {"discount": "many"}),
    )
    assert findings_of(report) == []
    assert {each.kind: each.untried for each in report.coverage} == {PartKind.RULE: (), PartKind.CONDITION: ()}


def test_a_limit_binds_where_its_condition_holds_and_while_it_is_in_force() -> None:
    strict = guardrail("eu", "ORGANISATION", MOST, when='region == "EU"', effectiveFrom="2026-02-01")
    report = ran(
        "eu",
        [strict],
        case({"outcome": "NO_MATCH"}, discount=70, region="EU"),
        case({"outcome": "MATCH"}, discount=60, region="EU"),
        case({"outcome": "MATCH"}, discount=70, region="US"),
        case({"outcome": "MISSING_INPUT"}, discount=70),
        case({"outcome": "MATCH"}, discount=70, region="EU") | {"instant": "2026-01-31"},
    )
    assert findings_of(report) == []
    assert all(each.untried == () for each in report.coverage)


def test_what_binds_everybody_above_binds_below_and_is_named() -> None:
    generous = guardrail("key-account", "CUSTOMER", {**MOST, "id": "more", "max": 50}, appliesTo=["acme"])
    one_segment = guardrail("schools", "SEGMENT", {**MOST, "max": 10}, appliesTo=["Education"])
    report = ran(
        "key-account",
        [guardrail("all", "ORGANISATION", MOST), one_segment, generous],
        case({"outcome": "MATCH", "breaches": []}, discount=40),
        case(
            {
                "outcome": "NO_MATCH",
                "fired": ["more"],
                "breaches": [
                    {"guardrail": "key-account", "level": "CUSTOMER", "limit": "more", "breach": "BLOCK"},
                    {"guardrail": "all", "level": "ORGANISATION", "limit": "most", "breach": "BLOCK"},
                ],
            },
            discount=70,
        ),
    )
    assert findings_of(report) == []


def test_every_limit_counts_for_what_is_there_to_try() -> None:
    both = [guardrail("all", "ORGANISATION", MOST), guardrail("other", "PRODUCT", {**MOST, "max": 5})]
    report = ran("all", both, case({"outcome": "MATCH"}, discount=1))
    shares = {each.kind: each.untried for each in report.shares}
    assert shares[PartKind.RULE] == ("guardrail all most", "guardrail other most")
    assert shares[PartKind.CONDITION] == ("guardrail all most/max", "guardrail other most/max")
