"""In how many cases each part held, where it stands, and why a case came out as it did."""

import json
from typing import Any

from catalog_admin.artefacts.cases.counting import Counted, counts
from catalog_admin.artefacts.cases.explaining import Reason, reasons
from catalog_admin.artefacts.cases.running import ask
from catalog_admin.artefacts.cases.suite import Suite, suite_of
from catalog_admin.artefacts.checking.report import check
from tests.artefacts.cases.test_guardrails import MOST, guardrail
from tests.artefacts.tables.test_dmn import decision, model

CONTEXT = {"type": "object", "properties": {"discount": {"type": "number"}, "region": {"type": "string"}}}
GRAPH = {
    "nodes": [
        {"id": "in", "name": "in", "type": "inputNode"},
        {
            "id": "t",
            "name": "t",
            "type": "decisionTableNode",
            "content": {
                "hitPolicy": "first",
                "inputs": [{"id": "region", "name": "Region", "field": "region"}],
                "outputs": [{"id": "fee", "name": "Fee", "field": "fee"}],
                "rules": [
                    {"_id": "eu", "region": '"EU"', "fee": "1"},
                    {"_id": "us", "region": '"US"', "fee": "2"},
                    {"_id": "rest", "region": "", "fee": "3"},
                ],
            },
        },
    ],
    "edges": [{"id": "e", "sourceId": "in", "targetId": "t", "type": "edge"}],
}


def suite(subject: tuple[str, str], contexts: list[dict[str, Any]], **files: Any) -> Suite:
    """Cases of one thing that expect nothing but an outcome."""
    kind, name = subject
    said = [{"id": f"c{n}", "context": each, "expect": {"outcome": "MATCH"}} for n, each in enumerate(contexts)]
    tests = {"subject": {"kind": kind, "id": name}, "instant": "2026-03-01", "cases": said}
    written: dict[str, Any] = {"schemas/context.json": CONTEXT, "tests/all.json": tests}
    written |= {name.replace("__", "/"): each for name, each in files.items()}
    content = {path: each if isinstance(each, bytes) else json.dumps(each).encode() for path, each in written.items()}
    checked = check(content)
    assert checked.errors == []
    assert checked.tree is not None
    return suite_of(checked.tree.artefacts.values(), checked.sets or {}, checked.tree.scopes)


def counted(suite: Suite) -> dict[str, tuple[int, int]]:
    """By where each part stands."""
    ran = ask(suite.cases, suite.subjects, Counted)
    return {f"{each.at.file}#{each.at.pointer}": (each.yes, each.no) for each in counts(suite, ran.tried)}


def why(suite: Suite, case: int) -> list[Reason]:
    asked = suite.cases[case]
    return [*reasons(suite.subjects[asked.subject], asked)]


def predicate(when: str) -> dict[str, Any]:
    return {"id": "high", "when": when}


def test_of_a_condition_each_part_is_counted_where_it_stands() -> None:
    both = predicate('discount > 10 && region == "EU"')
    found = suite(
        ("predicate", "high"),
        [{"discount": 11, "region": "EU"}, {"discount": 11, "region": "US"}, {"discount": 1, "region": "EU"}],
        **{"predicates__high.json": both},
    )
    assert counted(found) == {
        "predicates/high.json#/when": (1, 2),
        "predicates/high.json#/when/and/0": (2, 1),
        "predicates/high.json#/when/and/1": (2, 1),
    }
    (reason,) = why(found, 2)
    assert (reason.thing, reason.verdict) == ("high", "no_match")
    assert reason.told is not None
    assert [part.value for part in reason.told.parts] == [False, True]


def test_a_rule_is_counted_alone_and_by_its_set_and_says_why() -> None:
    rules = [
        {
            "id": "deep",
            "when": "discount > 20",
            "then": [{"action": "WARN", "payload": {"code": "deep", "message": "deep"}}],
        },
        {
            "id": "any",
            "when": "discount > 0",
            "then": [{"action": "WARN", "payload": {"code": "any", "message": "any"}}],
        },
    ]
    found = suite(
        ("ruleset", "quote"), [{"discount": 30}, {"discount": 5}], **{"rulesets__quote.json": {"rules": rules}}
    )
    assert counted(found) == {
        "rulesets/quote.json#/rules/0": (1, 1),
        "rulesets/quote.json#/rules/0/when": (1, 1),
        "rulesets/quote.json#/rules/1": (2, 0),
        "rulesets/quote.json#/rules/1/when": (2, 0),
    }
    assert {each.thing: each.verdict for each in why(found, 1)} == {"deep": "not_matched", "any": "fired"}


def test_of_a_table_rows_and_cells_are_counted_and_what_kept_a_row_back_is_named() -> None:
    found = suite(("table", "fee"), [{"region": "EU"}, {"region": "CH"}], **{"tables__fee.jdm.json": GRAPH})
    at = "tables/fee.jdm.json#/nodes/1/content/rules"
    assert counted(found) == {
        f"{at}/0": (1, 1),
        f"{at}/0/region": (1, 1),
        f"{at}/1": (0, 2),
        f"{at}/1/region": (0, 2),
        f"{at}/2": (1, 1),
    }
    assert [(each.thing, each.verdict, each.why) for each in why(found, 1)] == [
        ("t/eu", "not_matched", "region: not as this row asks"),
        ("t/us", "not_matched", "region: not as this row asks"),
        ("t/rest", "fired", None),
    ]


def test_decisions_of_dmn_and_guardrails_are_counted_as_well() -> None:
    risk = model(decision("Risk", "age", {"&lt;18": "2", ">=18": "1"}))
    found = suite(("table", "risk"), [{"age": 17}], **{"tables__risk.dmn": risk})
    assert sorted(counted(found).values()) == [(0, 1), (1, 0)]
    assert [each.verdict for each in why(found, 0)] == ["fired", "not_matched"]
    limits = guardrail("all", "ORGANISATION", MOST)
    found = suite(("guardrail", "all"), [{"discount": 61}, {"discount": 1}], **{"guardrails__all.json": limits})
    assert counted(found) == {"guardrails/all.json#/limits/0": (1, 1), "guardrails/all.json#/limits/0/max": (1, 1)}
    assert [(each.thing, each.verdict) for each in why(found, 0)] == [("all/most", "breached")]
    assert why(found, 1) == []
