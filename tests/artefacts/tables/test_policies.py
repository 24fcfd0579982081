"""Hit policies over zen's cells, held against an oracle that knows neither."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.tables.evaluate import evaluate
from catalog_admin.artefacts.tables.model import Answer, HitPolicy, Input
from catalog_admin.predicates.model import Outcome
from tests.artefacts.tables.drawn import INSTANT, drawn, exact, mistakes

_ROWS = [
    ((">= 18", "'gold'"), ("'high'", "10")),
    ((">= 12", ""), ("'low'", "5.5")),
    (("", "'gold'"), ("'high'", "10")),
]


def asked(context: dict[str, Any], rows: Sequence[Any] = _ROWS, **members: Any) -> Answer:
    ranked = [{"id": "o0", "field": "out0", "allowed": ["high", "low"]}, {"id": "o1", "field": "out1"}]
    return evaluate(drawn(["age", "tier"], rows, outputs=ranked, **members), context, INSTANT)


def test_yes_and_one_are_not_the_same_answer() -> None:
    rows = [((">= 18",), ("true",)), ((">= 12",), ("1",))]
    assert evaluate(drawn(["age"], rows, hitPolicy="any"), {"age": 20}, INSTANT).outcome is Outcome.ERROR
    ranked = [{"id": "o0", "field": "out0", "allowed": [True, 1]}]
    found = evaluate(drawn(["age"], rows, hitPolicy="outputOrder", outputs=ranked), {"age": 20}, INSTANT)
    assert [hit.row for hit in found.hits] == ["r0", "r1"]
    assert mistakes(["age"], [(("",), ("1",))], outputs=[{"id": "o0", "field": "out0", "allowed": [True]}])


@pytest.mark.parametrize(
    ("policy", "context", "fired"),
    [
        ("first", {"age": 13, "tier": "gold"}, ["r1"]),
        ("priority", {"age": 13, "tier": "gold"}, ["r2"]),
        ("ruleOrder", {"age": 13, "tier": "gold"}, ["r1", "r2"]),
        ("outputOrder", {"age": 13, "tier": "gold"}, ["r2", "r1"]),
        ("collect", {"age": 20, "tier": "gold"}, ["r0", "r1", "r2"]),
        ("unique", {"age": 3, "tier": "gold"}, ["r2"]),
        ("any", {"age": 3, "tier": "gold"}, ["r2"]),
    ],
)
def test_each_policy_names_the_rows_it_kept(policy: str, context: dict[str, Any], fired: list[str]) -> None:
    found = asked(context, hitPolicy=policy)
    assert found.outcome is Outcome.MATCH
    assert [hit.row for hit in found.hits] == fired
    assert isinstance(found.result, list) is HitPolicy(policy).is_many


def test_unique_and_any_refuse_to_choose() -> None:
    assert asked({"age": 20, "tier": "gold"}, hitPolicy="unique").outcome is Outcome.ERROR
    assert asked({"age": 20, "tier": "gold"}, hitPolicy="any").outcome is Outcome.ERROR
    agreeing = asked({"age": 20, "tier": "gold"}, [_ROWS[0], _ROWS[2]], hitPolicy="any")
    assert agreeing.result == {"out0": "high", "out1": 10}
    assert agreeing.fired == ("r0", "r1")


def test_a_row_that_could_not_be_decided_is_never_passed_over() -> None:
    """zen goes on to the next row, which may grant what the one before would have refused."""
    rows = [(("< 18",), ("'refuse'",)), (("",), ("'grant'",))]
    table = drawn(["age"], rows)
    assert evaluate(table, {}, INSTANT).outcome is Outcome.MISSING_INPUT
    assert evaluate(table, {"age": "12"}, INSTANT).outcome is Outcome.ERROR
    assert evaluate(table, {"age": 20}, INSTANT).result == {"out0": "grant"}


def test_a_row_that_another_cell_rules_out_needs_nothing_more() -> None:
    table = drawn(["age", "tier"], [(("< 18", "'gold'"), ("1",)), (("", ""), ("2",))])
    assert evaluate(table, {"tier": "iron"}, INSTANT).result == {"out0": 2}
    assert evaluate(table, {"tier": "gold"}, INSTANT).outcome is Outcome.MISSING_INPUT


def test_nothing_matches_or_the_default_does() -> None:
    rows = [(("> 5",), ("1",))]
    assert evaluate(drawn(["x"], rows), {"x": 1}, INSTANT).outcome is Outcome.NO_MATCH
    by_default = evaluate(drawn(["x"], rows, default={"o0": "7"}), {"x": 1}, INSTANT)
    assert (by_default.result, by_default.by_default, by_default.hits) == ({"out0": 7}, True, ())
    assert evaluate(drawn(["x"], rows, default={"o0": "7"}), {}, INSTANT).outcome is Outcome.MISSING_INPUT


@pytest.mark.parametrize(
    ("aggregation", "expected", "fired"),
    [
        ("sum", Decimal("15.6"), ["r0", "r1", "r2"]),
        ("min", Decimal("0.1"), ["r2"]),
        ("max", Decimal("10.25"), ["r0"]),
        ("count", 3, ["r0", "r1", "r2"]),
    ],
)
def test_aggregates_exactly(aggregation: str, expected: Any, fired: list[str]) -> None:
    rows = [((">= 0",), ("10.25",)), ((">= 1",), ("5.25",)), ((">= 2",), ("0.1",)), ((">= 9",), ("99",))]
    found = evaluate(drawn(["x"], rows, hitPolicy="collect", aggregation=aggregation), {"x": 3}, INSTANT)
    assert found.result == expected
    assert list(found.fired) == fired


def test_texts_have_no_sum() -> None:
    table = drawn(["x"], [(("",), ("'a'",))], hitPolicy="collect", aggregation="sum")
    assert evaluate(table, {}, INSTANT).outcome is Outcome.ERROR


@pytest.mark.parametrize(
    "members",
    [
        {"hitPolicy": "best"},
        {"hitPolicy": "priority"},
        {"hitPolicy": "first", "aggregation": "sum"},
        {"hitPolicy": "collect", "aggregation": "average"},
    ],
)
def test_refuses_policies_that_cannot_be(members: dict[str, Any]) -> None:
    assert Code.TABLE_POLICY in [finding.code for finding in mistakes(["x"], [(("",), ("1",))], **members)]


def test_a_value_that_its_column_does_not_list_is_an_error() -> None:
    listed = [Input("i0", "", path=("tier",), allowed=("gold", "iron"))]
    table = replace(drawn(["tier"], [(("'gold'",), ("1",))]), inputs=tuple(listed))
    assert evaluate(table, {"tier": "tin"}, INSTANT).outcome is Outcome.ERROR


_cell = st.sampled_from(["", "< 2", ">= 2", "1, 3", "[1..3)", "!= 2", "> 0 and < 3"])
_says = st.sampled_from(["1", "2", "3", "0.5"])
_rows = st.lists(st.tuples(st.tuples(_cell, _cell), st.tuples(_says)), max_size=6)
_value = st.none() | st.integers(0, 4)
_MEANS = {
    "< 2": lambda x: x < 2,
    ">= 2": lambda x: x >= 2,
    "1, 3": lambda x: x in (1, 3),
    "[1..3)": lambda x: 1 <= x < 3,
    "!= 2": lambda x: x != 2,
    "> 0 and < 3": lambda x: 0 < x < 3,
}


def _oracle(policy: HitPolicy, rows: list[Any], values: tuple[int | None, int | None]) -> Any:
    """The same in a dozen lines, with strings for what cannot be had."""
    kept: list[tuple[int, Decimal]] = []
    for place, (tests, (says,)) in enumerate(rows):
        cells = [_cell_says(*pair) for pair in zip(tests, values, strict=True)]
        if False in cells:
            continue
        if None in cells:
            return "missing"
        kept.append((place, Decimal(says)))
        if policy is HitPolicy.FIRST:
            break
    if not kept:
        return "none"
    if policy is HitPolicy.UNIQUE and len(kept) > 1:
        return "error"
    if policy is HitPolicy.ANY and len({says for _, says in kept}) > 1:
        return "error"
    if policy.is_ranked:
        kept.sort(key=lambda pair: [Decimal(3), Decimal(2), Decimal(1), Decimal("0.5")].index(pair[1]))
    chosen = [{"out0": says} for _, says in kept]
    return chosen if policy.is_many else chosen[0]


def _cell_says(cell: str, value: int | None) -> bool | None:
    if not cell:
        return True
    return None if value is None else _MEANS[cell](value)


@given(st.sampled_from([*HitPolicy]), _rows, st.tuples(_value, _value))
@settings(max_examples=80, deadline=None)
def test_agrees_with_a_naive_oracle(policy: HitPolicy, rows: list[Any], values: tuple[int | None, int | None]) -> None:
    outputs = [{"id": "o0", "field": "out0", "allowed": [3, 2, 1]}]
    if policy.is_ranked:
        rows = [(tests, ("1",) if says == ("0.5",) else says) for tests, says in rows]
    table = drawn(["a", "b"], rows, hitPolicy=policy.value, **({"outputs": outputs} if policy.is_ranked else {}))
    context = {name: value for name, value in zip("ab", values, strict=True) if value is not None}
    found = evaluate(table, context, INSTANT)
    said = {Outcome.MISSING_INPUT: "missing", Outcome.ERROR: "error", Outcome.NO_MATCH: "none"}
    assert said.get(found.outcome, exact(found.result)) == _oracle(policy, rows, values)
