"""Rules that never fire are found by proof; where there is none, nothing is said."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.checking.facts import implies, is_impossible
from catalog_admin.artefacts.finding import Severity
from catalog_admin.predicates.errors import PredicateRefused
from catalog_admin.predicates.evaluate import evaluate
from catalog_admin.predicates.model import Outcome
from catalog_admin.predicates.rules import compile_rule
from tests.artefacts.checking.trees import files, found
from tests.artefacts.rulesets.asking import WARN, rule, setting
from tests.predicates.words import INSTANT, SCOPE, conditions, rows


def _codes(*rules: dict[str, Any]) -> dict[str, str]:
    ids = [each["id"] for each in rules]
    told = found(files(rulesets__q={"rules": [*rules]}))
    assert all(each.severity is Severity.WARNING for each in told)
    return {ids[int(each.pointer.split("/")[2])]: each.code.partition(".")[2] for each in told}


def _stopping(when: Any, **more: Any) -> dict[str, Any]:
    return rule("first", when, WARN, **{"priority": 9, "stopOnFire": True, **more})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (True, "Discount > 1"),
        ("Discount > 10", "Discount > 10"),
        ("Discount > 10", "Discount > 20"),
        ("Discount > 10", "20 < Discount"),
        ("Discount >= 10", "Discount > 10"),
        ("Discount > 10", "Discount > 20 && ARR > 1"),
        ("Discount > 10 || ARR > 5", "ARR > 6"),
        ("Discount > 10", "Discount > 20 || Discount == 11"),
        ('account.region in ["EU", "NA"]', 'account.region == "EU"'),
        ("quote.flags.customerPaper", "quote.flags.customerPaper && ARR > 1"),
    ],
)
def test_what_comes_after_a_wider_rule_that_stops_never_fires(before: Any, after: Any) -> None:
    assert _codes(_stopping(before), rule("second", after)) == {"second": "shadowed"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (_stopping("Discount > 10", stopOnFire=False), rule("second", "Discount > 20")),
        (_stopping("Discount > 20"), rule("second", "Discount > 10")),
        (_stopping("Discount > 10"), rule("second", "ARR > 20")),
        (_stopping("Discount > 10", priority=0), rule("second", "Discount > 20", priority=1)),
        (_stopping("Discount > 10", effectiveFrom="2026-01-01"), rule("second", "Discount > 20")),
        (_stopping("line.quantity > 1", scope="LINE"), rule("second", "Discount > 1")),
        (_stopping("line.attrs.seats > 1"), rule("second", "line.attrs.seats > 2", scope="LINE")),
    ],
)
def test_nothing_is_said_where_it_may_fire(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert _codes(first, second) == {}


def test_what_is_set_in_between_may_make_it_true_after_all() -> None:
    between = rule("between", "ARR > 1", setting("Discount", 30), priority=5)
    assert _codes(_stopping("Discount > 10"), between, rule("second", "Discount > 20")) == {}


def test_what_is_set_in_between_and_not_read_changes_nothing() -> None:
    between = rule("between", "ARR > 1", setting("quote.header.termMonths", 3), priority=5)
    assert _codes(_stopping("Discount > 10"), between, rule("second", "Discount > 20")) == {"second": "shadowed"}


def test_a_rule_whose_value_may_not_be_had_may_not_fire_and_not_stop() -> None:
    first = rule("first", "Discount > 10", setting("ARR", by="1 / Discount"), priority=9, stopOnFire=True)
    assert _codes(first, rule("second", "Discount > 20")) == {}


def test_lines_are_shadowed_by_lines_and_by_the_whole() -> None:
    line = rule("second", "line.quantity > 20", scope="LINE")
    assert _codes(_stopping("line.quantity > 10", scope="LINE"), line) == {"second": "shadowed"}
    assert _codes(_stopping(True), line) == {"second": "shadowed"}


@pytest.mark.parametrize(
    "when",
    [
        False,
        "Discount > 10 && Discount < 5",
        "Discount > 10 && Discount == 3",
        "Discount > 10 && Discount <= 10",
        "false || (ARR < 1 && ARR > 2)",
    ],
)
def test_a_condition_that_contradicts_itself_never_holds(when: Any) -> None:
    assert _codes(rule("r", when)) == {"r": "never_fires"}


_slow = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
_parts = st.sampled_from(
    [
        f"{name} {operator} {value}"
        for name in ("quantity", "current", "discountPercent")
        for operator in ("<", "<=", ">", ">=", "==", "!=")
        for value in (1, 2)
    ]
    + ["active", "!active", "quantity in [1, 2]", 'type == "a"', 'type in ["a", "b"]', "true", "missing(quantity)"]
)
_texts = st.recursive(
    _parts,
    lambda inner: (
        st.builds("({} && {})".format, inner, inner)
        | st.builds("({} || {})".format, inner, inner)
        | inner.map("!({})".format)
    ),
    max_leaves=4,
)
_values = st.fixed_dictionaries(
    {},
    optional={
        "quantity": st.integers(0, 3),
        "current": st.integers(0, 3),
        "discountPercent": st.integers(0, 3),
        "active": st.booleans(),
        "type": st.sampled_from(["a", "b", "c"]),
    },
)


@_slow
@given(_texts, _texts, st.lists(_values, min_size=8, max_size=8))
def test_a_proof_is_never_wrong(premise: str, conclusion: str, asked: list[dict[str, Any]]) -> None:
    given_rule, wanted = compile_rule(premise, SCOPE), compile_rule(conclusion, SCOPE)
    for row in asked:
        holds = evaluate(given_rule, row, INSTANT) is Outcome.MATCH
        if implies(given_rule.root, wanted.root) and holds:
            assert evaluate(wanted, row, INSTANT) is Outcome.MATCH
        assert not (is_impossible(given_rule.root) and holds)


@settings(_slow, max_examples=30)
@given(conditions(2), rows)
def test_every_condition_implies_itself_and_what_joins_it(logic: Any, row: dict[str, Any]) -> None:
    try:
        rule = compile_rule({"and": [logic]}, SCOPE)
        wider = compile_rule({"or": [logic, {"var": "active"}]}, SCOPE)
    except PredicateRefused:
        return  # a written number out of range: nothing to ask
    assert implies(rule.root, rule.root)
    if implies(wider.root, rule.root) and evaluate(wider, row, INSTANT) is Outcome.MATCH:
        assert evaluate(rule, row, INSTANT) is Outcome.MATCH
