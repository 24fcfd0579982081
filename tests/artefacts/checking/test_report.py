"""A whole tree is checked: what is wrong, where, and what to do about it."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.checking.report import check
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Severity
from catalog_admin.artefacts.kinds.limits import FILES, FOLDER_ENTRIES
from tests.artefacts.checking.trees import files, found, policy, told
from tests.artefacts.customer import COMPLETE, CONTEXT, EXAMPLES
from tests.artefacts.rulesets.asking import rule, setting


def test_the_complete_example_is_refused_for_the_one_thing_that_dangles() -> None:
    (finding,) = check({COMPLETE: EXAMPLES[COMPLETE], "schemas/context.json": CONTEXT}).errors
    assert finding.code == Code.DANGLING_REFERENCE
    assert finding.pointer == "/quotes/0/lines/0/overrides/pc.recurring.license"
    assert finding.suggestion == "did you mean pc.charge.recurring.license?"


def test_with_that_name_put_right_nothing_is_wrong_with_it() -> None:
    mended = EXAMPLES[COMPLETE].replace(b'"pc.recurring.license"', b'"pc.charge.recurring.license"')
    assert check({COMPLETE: mended, "schemas/context.json": CONTEXT}).is_sound


def test_the_rules_of_the_examples_lack_only_the_legal_policy() -> None:
    tree = {path: EXAMPLES[path] for path in EXAMPLES if not path.startswith(("packages/", "templates/"))}
    (finding,) = check(tree | {"schemas/context.json": CONTEXT}).errors
    assert (finding.pointer, finding.reason) == (
        "/rules/1/then/1/payload/policyRef",
        "there is no approval-policy approval.legal",
    )
    legal = json.dumps(policy("approval.legal")).encode()
    report = check(tree | {"schemas/context.json": CONTEXT, "approval-policies/legal.json": legal})
    assert report.is_sound
    assert report.sets is not None
    assert [each.id for each in report.sets["discount-and-dpa"].rules] == [
        "rule.discount.guardrail",
        "rule.require-dpa",
    ]


def test_the_template_names_rules_that_there_are() -> None:
    tree = {"templates/ramp.json": EXAMPLES["templates/ramp-template.json"], "schemas/context.json": CONTEXT}
    assert [each.reason for each in check(tree).errors] == [
        "there is no ruleset or rule DiscountPolicy",
        "there is no ruleset or rule RampConstraintRule",
    ]
    rules = {name: {"id": name, "rules": []} for name in ("DiscountPolicy", "RampConstraintRule")}
    assert check(tree | files(**{f"rulesets__{name}": value for name, value in rules.items()})).is_sound


def test_without_a_declared_context_no_condition_passes() -> None:
    (finding,) = check({"rulesets/q.json": json.dumps({"rules": [rule("r", "a > 1")]}).encode()}).errors
    assert (finding.code, finding.pointer) == (Code.CONTEXT_UNDECLARED, "/rules/0")


def test_a_name_that_the_context_lacks_is_told_where_it_is_read() -> None:
    (finding,) = found(files(rulesets__q={"rules": [rule("r", "quote.header.discount > 25")]}))
    assert finding.pointer == "/rules/0/when/>/0"
    assert (finding.code, finding.suggestion) == ("predicates.unknown_name", "quote.header.discountPct")


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (
            files(rulesets__a={"rules": [rule("r", True)]}, rulesets__b={"rules": [rule("r", True)]}),
            [("rulesets/b.json", "/rules/0/id", "repeated_id")],
        ),
        (
            files(rulesets__a={"rules": [rule("r", True), rule("r", True)]}),
            [("rulesets/a.json", "/rules/1/id", "repeated_id")],
        ),
        (files(rulesets__a__r=rule("r", True)), [("rulesets/a/r.json", "", "rule_without_set")]),
        (files(rulesets__a={"rules": []}, rulesets__a__eu__r=rule("r", True)), []),
        (
            files(rulesets__a={"rules": []}, rulesets__a__b={"context": "other", "rules": [rule("r", "n > 1")]})
            | {"schemas/other.json": b'{"properties": {"n": {"type": "integer"}}}'},
            [],
        ),
        (
            files(rulesets__a={"includes": ["b"]}, rulesets__b={"includes": ["c"]}, rulesets__c={"includes": ["a"]}),
            [("rulesets/a.json", "/includes", "circle")],
        ),
        (files(rulesets__a={"includes": ["nothing"]}), [("rulesets/a.json", "/includes/0", "dangling_reference")]),
        (
            files(rulesets__a={"context": "quote", "rules": [rule("r", True)]}),
            [
                ("rulesets/a.json", "/context", "dangling_reference"),
                ("rulesets/a.json", "/rules/0", "context_undeclared"),
            ],
        ),
        (
            files(rulesets__a={"effectiveFrom": "2026-02-30", "rules": []}),
            [("rulesets/a.json", "/effectiveFrom", "no_moment")],
        ),
        (
            files(rulesets__a={"effectiveFrom": "2026-02-02", "effectiveTo": "2026-02-01", "rules": []}),
            [("rulesets/a.json", "/effectiveTo", "never_in_force")],
        ),
        (
            {**files(), "rulesets/a.json": b"{}", "rulesets/A.json": b"{}"},
            [("rulesets/a.json", "", "alike")],
        ),
        (
            files(**{"approval-policies__p": policy(stages=[policy()["stages"][0]] * 2)}),
            [("approval-policies/p.json", "/stages/1/name", "repeated_id")],
        ),
        (
            files(**{"approval-policies__p": policy(context="context", tags=["x"])}),
            [],
        ),
        (
            files(
                tests__t={
                    "subject": {"kind": "rule", "id": "r"},
                    "cases": [{"id": "c", "expect": {"outcome": "MATCH"}}],
                }
            ),
            [("tests/t.json", "/cases/0", "unreadable"), ("tests/t.json", "/subject/id", "dangling_reference")],
        ),
        (
            files(schemas__odd={"properties": {"a": {"type": "array"}}}),
            [("schemas/odd.json", "/properties/a/items", "undeclarable")],
        ),
        (files(ruleset__a={}), [("ruleset/a.json", "", "no_such_kind")]),
        (
            files(schemas__other={}, rulesets__a={"includes": ["b"]}, rulesets__b={"context": "other"}),
            [("rulesets/a.json", "/includes/0", "context_differs")],
        ),
    ],
    ids=str,
)
def test_finds(tree: dict[str, bytes], expected: list[tuple[str, str, str]]) -> None:
    assert told(tree) == expected


def test_a_rule_is_in_force_while_its_set_is() -> None:
    dated = {
        "effectiveFrom": "2026-01-01",
        "rules": [rule("r", True, effectiveFrom="2025-01-01", effectiveTo="2026-05-31")],
    }
    sets = check(files(rulesets__a=dated)).sets
    assert sets is not None
    (ready,) = sets["a"].rules
    assert (str(ready.in_force.begins), str(ready.in_force.ends)) == (
        "2026-01-01 00:00:00+00:00",
        "2026-06-01 00:00:00+00:00",
    )


def test_a_package_may_lie_in_several_files_and_has_ids_of_its_own() -> None:
    offer = {"id": "o", "label": "O", "priceBookRef": "pb", "components": [{"id": "c", "componentRefs": ["c2"]}]}
    book = {"id": "pb", "currency": "USD"}
    more = {"id": "o2", "label": "O2", "components": [{"id": "c2", "componentRefs": ["c"]}]}
    tree = files(
        packages__core={"cpqDsl": "1.0", "package": {"id": "core", "version": "1.0.0"}, "offers": [offer]},
        packages__core__books={"priceBooks": [book]},
        packages__core__more={"offers": [more]},
        packages__other={"priceBooks": [book]},
    )
    assert told(tree) == [("packages/core.json", "/offers/0/components/0/componentRefs", "circle")]
    del tree["packages/core/books.json"]
    assert ("packages/core.json", "/offers/0/priceBookRef", "dangling_reference") in told(tree)


def test_a_formula_reads_its_vars() -> None:
    package = json.loads(EXAMPLES["packages/offer-formula.json"])
    assert found(files(packages__a=package)) == []
    price = package["offers"][0]["components"][0]["priceComponents"][0]
    price["vars"]["seats"] = {"var": "line.attrs.seat"}
    assert [each.pointer.rpartition("/vars")[2] for each in found(files(packages__a=package))] == ["/seats"]
    price["vars"]["seats"] = 5
    price["formula"] = "base + seat * seatRate"
    (finding,) = found(files(packages__a=package))
    assert finding.suggestion == "seats"


def test_what_is_required_and_excluded_is_a_contradiction() -> None:
    constraints = [{"type": kind, "if": "o", "thenOffer": "o2"} for kind in ("REQUIRES", "EXCLUDES")]
    offers = [{"id": "o", "label": "O", "constraints": constraints}, {"id": "o2", "label": "O2"}]
    assert told(files(packages__a={"offers": offers})) == [
        ("packages/a.json", "/offers/0/constraints/1", "contradiction")
    ]


def test_windows_that_meet_are_told() -> None:
    windows = [{"start": "2026-01-01", "end": "2026-03-31", "value": 1}, {"start": "2026-03-31", "value": 2}]
    schedule = {"id": "s", "target": {"field": "quantity"}, "windows": windows}
    assert told(files(packages__a={"schedules": [schedule]})) == [
        ("packages/a.json", "/schedules/0/windows/1/start", "overlapping")
    ]


def test_a_window_inside_of_a_longer_one_hides_no_other() -> None:
    days = [("2026-01-01", "2026-12-31"), ("2026-02-01", "2026-02-28"), ("2026-05-01", "2026-05-31")]
    windows = [{"start": start, "end": end, "value": 1} for start, end in days]
    schedule = {"id": "s", "target": {"field": "quantity"}, "windows": windows}
    assert [pointer for _, pointer, _ in told(files(packages__a={"schedules": [schedule]}))] == [
        "/schedules/0/windows/1/start",
        "/schedules/0/windows/2/start",
    ]


def test_a_workflow_leads_somewhere_and_ends() -> None:
    def leads(id: str, start: str, to: str) -> dict[str, Any]:
        return {"id": id, "from": start, "to": to, "on": "go"}

    states = [{"id": "draft"}, {"id": "lost"}, {"id": "done", "isFinal": True}]
    sound = {
        "id": "w",
        "initial": "draft",
        "states": [states[0], states[2]],
        "transitions": [leads("t", "draft", "done")],
    }
    assert told(files(workflows__w=sound)) == []
    lost = sound | {"states": states, "transitions": [leads("t", "draft", "done"), leads("u", "done", "nowhere")]}
    assert told(files(workflows__w=lost)) == [
        ("workflows/w.json", "/states/1", "no_way"),
        ("workflows/w.json", "/states/2", "contradiction"),
        ("workflows/w.json", "/transitions/1/to", "dangling_reference"),
    ]


def _guardrail(id: str, level: str, **limit: Any) -> dict[str, Any]:
    said = {"id": "discount", "measure": "quote.header.discountPct", "breach": "BLOCK", **limit}
    return {"id": id, "level": level, "limits": [said]}


@pytest.mark.parametrize(
    ("upper", "lower", "code"),
    [
        ({"max": 30}, {"max": 20}, None),
        ({"max": 30}, {"max": 40}, "never_binds"),
        ({"max": 30}, {"min": 31}, "limits_conflict"),
        ({"max": 30}, {"min": 30}, None),
        ({"allowed": [10, 20]}, {"max": 5}, "limits_conflict"),
        ({"max": 30.5}, {"min": 30.6}, "limits_conflict"),
        ({"allowed": [10.5, 20]}, {"min": 20.5}, "limits_conflict"),
    ],
)
def test_of_two_limits_that_meet_the_other_one_is_named(upper: Any, lower: Any, code: str | None) -> None:
    tree = files(
        guardrails__org=_guardrail("org", "ORGANISATION", **upper),
        guardrails__vip=_guardrail("vip", "SEGMENT", **lower),
    )
    findings = found(tree)
    assert [each.code.partition(".")[2] for each in findings] == ([] if code is None else [code])
    assert all(
        each.path == "guardrails/vip.json" and "discount of org (ORGANISATION" in each.reason for each in findings
    )


@pytest.mark.parametrize(
    ("measure", "limit", "pointers"),
    [
        ("account.region", {"max": 10}, ["max"]),
        ("account.region", {"allowed": ["EU", 5, True]}, ["allowed/1", "allowed/2"]),
        ("quote.header.discountPct", {"allowed": ["10", 5, 2.5]}, ["allowed/0"]),
    ],
)
def test_a_limit_is_of_its_measures_type(measure: str, limit: Any, pointers: list[str]) -> None:
    """Beside another limit of the same measure, with which it cannot be compared."""
    tree = files(
        guardrails__org=_guardrail("org", "ORGANISATION", measure=measure, **limit),
        guardrails__vip=_guardrail("vip", "SEGMENT", measure=measure, **limit),
    )
    told_of = [(each.pointer, str(each.code)) for each in found(tree) if each.path == "guardrails/org.json"]
    assert told_of == [(f"/limits/0/{pointer}", "predicates.type_clash") for pointer in pointers]


def test_a_folder_of_too_many_is_told() -> None:
    crowd = {
        f"rulesets/a/r{number}.json": json.dumps(rule(f"r{number}", True)).encode()
        for number in range(FOLDER_ENTRIES + 1)
    }
    (finding,) = found({**files(rulesets__a={"rules": []}), **crowd})
    assert (finding.path, finding.code, finding.severity) == ("rulesets/a", Code.CROWDED, Severity.WARNING)


def test_a_tree_beyond_all_measure_is_not_looked_into() -> None:
    (finding,) = check({f"rulesets/{number}.json": b"" for number in range(FILES + 1)}).findings
    assert finding.code == Code.TOO_LARGE


def test_a_rule_that_sets_in_a_circle_is_told_once() -> None:
    one = rule("a", "Discount > 1", setting("ARR", 1))
    two = rule("b", "ARR > 1", setting("Discount", 1))
    cap = rule("cap", "Discount > 5", setting("Discount", 5))
    (finding,) = found(files(rulesets__q={"rules": [one, two, cap]}))
    assert (finding.code, finding.pointer) == (Code.CIRCLE, "/rules/0/then")
    assert finding.reason == "each of these sets what another one reads: a, b, cap"
    assert found(files(rulesets__q={"rules": [one, cap]})) == []


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            ["rulesets/a.json", "rulesets/a/r.json", "packages/p.json", "schemas/context.json", "x", "tests/t.json"]
        ),
        st.binary(max_size=20)
        | st.sampled_from([*EXAMPLES.values(), CONTEXT, b"{}", b'{"id": "a", "when": true, "then": []}']),
        max_size=6,
    )
)
def test_whatever_lies_in_a_tree_checking_answers(tree: dict[str, bytes]) -> None:
    report = check(tree)
    assert all(finding.path in tree or finding.code == Code.CROWDED for finding in report.findings)
