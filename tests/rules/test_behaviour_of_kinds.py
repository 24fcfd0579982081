"""Everything that decides is compared in what it decides, or it is told why not."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from catalog_admin.artefacts.cases.model import SubjectId
from catalog_admin.artefacts.differing.conditioned import BESIDE
from catalog_admin.rules.behaviour import Compared, things_of
from catalog_admin.rules.schemas.behaviour import BehaviourOut

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CONTEXT = {
    "type": "object",
    "properties": {
        "discount": {"type": "number"},
        "regions": {"type": "array", "items": {"type": "string"}},
        "quote": {
            "type": "object",
            "properties": {
                "lines": {
                    "type": "array",
                    "items": {"type": "object", "properties": {"discount": {"type": "number"}}},
                }
            },
        },
    },
}
STAGE = {"name": "Finance", "mode": "ANY", "approvers": ["role:finance"], "slaHours": 24}
POLICY = {"id": "desk", "mode": "SEQUENTIAL", "stages": [STAGE | {"condition": "discount > 10"}]}
TEMPLATE = {
    "id": "standard",
    "name": "Standard",
    "workflow": {"tiers": [{"if": "discount > 10", "approvers": ["role:finance"]}]},
}
WORKFLOW = {
    "id": "quote",
    "initial": "draft",
    "states": [{"id": "draft"}, {"id": "done", "isFinal": True}],
    "transitions": [{"id": "send", "from": "draft", "to": "done", "on": "send", "when": "discount < 10"}],
}
GUARDRAIL = {
    "id": "cap",
    "level": "ORGANISATION",
    "limits": [{"id": "most", "measure": "discount", "max": 30, "breach": "BLOCK"}],
}
LINE_RULE = {
    "id": "deep",
    "scope": "LINE",
    "when": "line.discount > 40",
    "then": [{"action": "BLOCK", "payload": {"code": "deep"}}],
}


def compared(path: str, before: Any, after: Any) -> list[Compared]:
    trees = [
        {path: json.dumps(each).encode(), "schemas/context.json": json.dumps(CONTEXT).encode()}
        for each in (before, after)
    ]
    found = things_of(*trees)
    return [found.compared(name, NOW) for name in found.changed]


def only(path: str, before: Any, after: Any) -> tuple[SubjectId, BehaviourOut]:
    (found,) = compared(path, before, after)
    return found.subject, BehaviourOut.of(found)


def test_limits_of_guardrails_are_tried_on_either_side() -> None:
    limits = [GUARDRAIL["limits"][0] | {"max": 90}]
    subject, found = only("guardrails/cap.json", GUARDRAIL, GUARDRAIL | {"limits": limits})
    assert subject == SubjectId("guardrail", "cap")
    (flip,) = found.flips
    assert (flip.before[0], flip.after[0]) == ("NO_MATCH", "MATCH")
    assert 30 < float(flip.context["discount"]["decimal"]) <= 90
    assert found.unknown == []


def test_of_several_values_nobody_knows_in_which_order_they_come() -> None:
    before = GUARDRAIL | {"limits": [{"id": "in", "measure": "regions", "allowed": ["EU"], "breach": "BLOCK"}]}
    after = GUARDRAIL | {"limits": [{"id": "in", "measure": "regions", "allowed": ["EU", "US"], "breach": "BLOCK"}]}
    _, found = only("guardrails/cap.json", before, after)
    assert {"regions": ["US"]} in [flip.context for flip in found.flips]
    assert (found.unknown, found.exhaustive) == (["regions"], False)


@pytest.mark.parametrize(
    ("path", "kind", "before", "label"),
    [
        ("approval-policies/desk.json", "approval-policy", POLICY, "stages/Finance"),
        ("approval-policies/all.json", "approval-policy", {"approvalPolicies": [POLICY]}, "stages/Finance"),
        ("templates/standard.json", "template", TEMPLATE, "workflow/tiers/0"),
        ("workflows/quote.json", "workflow", WORKFLOW, "transitions/send"),
    ],
)
def test_conditions_of_other_kinds_are_compared(path: str, kind: str, before: Any, label: str) -> None:
    after = json.loads(json.dumps(before).replace("10", "20"))
    subject, found = only(path, before, after)
    assert subject.kind == kind
    assert found.exhaustive
    assert found.flips
    assert all([*flip.before] == [*flip.after] == [label] for flip in found.flips)
    assert all(10 <= _number(flip.context["discount"]) <= 20 for flip in found.flips)


def _number(said: Any) -> float:
    return float(said["decimal"]) if isinstance(said, dict) else float(said)


def test_a_stage_that_comes_or_always_holds_now_is_a_difference() -> None:
    _, came = only(
        "approval-policies/desk.json", POLICY, POLICY | {"stages": [*POLICY["stages"], STAGE | {"name": "CFO"}]}
    )
    assert came.flips[0].after == {"stages/CFO": "MATCH"}
    _, always = only("approval-policies/desk.json", POLICY, POLICY | {"stages": [STAGE]})
    assert {"discount": {"decimal": "9.99"}} in [flip.context for flip in always.flips]
    assert always.unknown == []


def test_what_no_condition_says_is_told_as_not_compared() -> None:
    slower = POLICY | {"stages": [POLICY["stages"][0] | {"slaHours": 48}]}
    _, found = only("approval-policies/desk.json", POLICY, slower)
    assert (found.cases, found.flips, found.exhaustive) == (None, [], False)
    assert found.sentence == f"is changed, not compared: {found.why}"
    both = POLICY | {"stages": [STAGE | {"slaHours": 48, "condition": "discount > 20"}]}
    _, more = only("approval-policies/desk.json", POLICY, both)
    assert (more.unknown, more.exhaustive) == ([BESIDE], False)
    assert compared("approval-policies/desk.json", POLICY, POLICY | {"description": "Who is asked."}) == []


def test_offers_of_packages_are_compared_in_whom_they_are_for() -> None:
    offer = {"id": "o", "label": "Offer", "eligibility": {"when": "discount > 10"}}
    package = {"package": {"id": "core", "version": "1.0.0"}, "offers": [offer]}
    after = package | {"offers": [offer | {"eligibility": {"when": "discount > 20"}}]}
    found = [BehaviourOut.of(each) for each in compared("packages/core.json", package, after)]
    (flips,) = (each.flips for each in found if each.kind == "package")
    assert [*flips[0].before] == ["offers/o/eligibility"]


def test_when_a_predicate_is_in_force_is_a_part_of_what_it_decides() -> None:
    before = {"id": "high", "when": "discount > 10", "effectiveFrom": "2026-01-01"}
    _, found = only("predicates/high.json", before, before | {"effectiveFrom": "2036-01-01"})
    assert found.flips
    assert all(date(2026, 1, 1) <= flip.instant.date() < date(2036, 1, 1) for flip in found.flips)
    _, ended = only("predicates/high.json", before, before | {"effectiveTo": "2026-06-30"})
    assert {flip.instant.date() for flip in ended.flips} == {date(2026, 7, 1)}


def test_rules_of_lines_are_compared_on_lines_where_the_schema_has_them() -> None:
    before, after = ({"id": "r", "rules": [LINE_RULE | {"when": f"line.discount > {most}"}]} for most in (40, 90))
    _, found = only("rulesets/r.json", before, after)
    (line,) = found.flips[0].context["quote"]["lines"]
    assert 40 < _number(line["discount"]) <= 90


def test_says_of_what_nobody_knows_where_it_turns() -> None:
    before, after = ({"id": "p", "when": f"discount * discount > {most}"} for most in (16, 16))
    _, found = only("predicates/p.json", before, after | {"when": "!(discount * discount <= 16)"})
    assert found.unknown == ["discount * discount > 16", "discount * discount <= 16"]
    assert found.sentence.endswith("; not known where these turn: discount * discount > 16, discount * discount <= 16")
