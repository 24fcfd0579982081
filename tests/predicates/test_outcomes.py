"""Four outcomes: what is missing or wrong never matches."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from catalog_admin.predicates.evaluate import evaluate
from catalog_admin.predicates.explain import explain
from catalog_admin.predicates.functions import COMPUTE
from catalog_admin.predicates.model import Outcome
from catalog_admin.predicates.operators import FUNCTIONS
from catalog_admin.predicates.rules import compile_rule, reads, reads_time
from catalog_admin.predicates.values import from_json
from tests.predicates.words import INSTANT, SCOPE, TYPES

_NO, _YES, _MISSING, _ERROR = Outcome
_ROW: dict[str, Any] = {
    "type": "SaaS",
    "segment": ["B2B", "Education"],
    "sizes": [],
    "quantity": 0,
    "active": True,
    "discountPercent": Decimal("10.000000000000001"),
    "launchDate": date(2026, 2, 20),
}


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ('discountPercent > 0 && type == "SaaS"', _YES),
        ('"Education" in segment', _YES),
        ("daysSince(launchDate) < 30", _YES),
        ("discountPercent > 10", _YES),
        ("discountPercent == 10.000000000000001", _YES),
        ("discountPercent == 10.000000000000001000000001", _NO),
        # JSONLogic would say yes to all of these:
        ("createdAt < now()", _MISSING),
        ("current < 1", _MISSING),
        ("!(current > 1)", _MISSING),
        ("amounts.none(item, item > 1)", _MISSING),
        # Kleene: what decides, decides.
        ("!active && current < 1", _NO),
        ("current < 1 && !active", _NO),
        ("active || current < 1", _YES),
        ("active && current < 1", _MISSING),
        ("!active || current < 1", _MISSING),
        # An error is stronger than a missing input, weaker than a decision.
        ("1 / quantity > 1", _ERROR),
        ("!(1 / quantity > 1)", _ERROR),
        ("quantity != 0 && 1 / quantity > 1", _NO),
        ("1 / quantity > 1 && quantity != 0", _NO),
        ("1 / quantity > 1 || active", _YES),
        ("1 / quantity > current", _ERROR),
        ("1 / quantity > 1 && current > 1", _ERROR),
        ("9007199254740991 + 1 > quantity", _ERROR),
        # Empty is not missing.
        ("sizes.exists(item, item > 1)", _NO),
        ("sizes.all(item, item > 1)", _NO),
        ("sizes.none(item, item > 1)", _YES),
        ("size(sizes) == 0", _YES),
        ("1 in sizes", _NO),
        ("size(amounts) == 0", _MISSING),
        ("missing(current)", _YES),
        ("has(sizes)", _YES),
        ("missing(type)", _NO),
        ("missing_some(1, current, type)", _NO),
        ("missing_some(2, current, type, `age-group`)", _YES),
        ("default(current, 5) == 5", _YES),
        # Only the branch taken counts.
        ("active ? quantity == 0 : current == 0", _YES),
        ("current > 1 ? active : active", _MISSING),
        ("money.round(discountPercent, 2) == 10", _YES),
        ("money.percent_of(10, quantity + 25) == 2.5", _YES),
        ("-7 % 3 == -1", _YES),
        ("2 / 3 == 0.666666666666666666666667", _YES),
    ],
)
def test_answers(text: str, outcome: Outcome) -> None:
    assert evaluate(compile_rule(text, SCOPE), _ROW, INSTANT) is outcome


@pytest.mark.parametrize(
    "row",
    [
        {"quantity": "1"},
        {"quantity": 1.0},
        {"quantity": True},
        {"quantity": 2**53},
        {"quantity": [1]},
    ],
)
def test_a_value_of_the_wrong_type_is_an_error(row: Any) -> None:
    assert evaluate(compile_rule("quantity == 1", SCOPE), row, INSTANT) is _ERROR


def test_an_unknown_item_leaves_a_list_undecided_unless_another_decides() -> None:
    row = {"sizes": [1, None]}
    said = {
        text: evaluate(compile_rule(text, SCOPE), row, INSTANT)
        for text in ("1 in sizes", "2 in sizes", "sizes.exists(i, i == 1)", "sizes.all(i, i == 2)", "size(sizes) == 2")
    }
    assert [*said.values()] == [_YES, _MISSING, _YES, _NO, _YES]


def test_the_instant_is_read_in_utc() -> None:
    rule = compile_rule("daysSince(launchDate) == 1", SCOPE)
    late = datetime.fromisoformat("2026-02-20T23:30:00-05:00")
    assert evaluate(rule, _ROW, late) is _YES
    assert late.astimezone(UTC).date() == date(2026, 2, 21)


def test_an_explanation_shows_what_was_read_and_what_decided() -> None:
    rule = compile_rule('type == "Hardware" && daysSince(launchDate) < current', SCOPE)
    told = explain(rule, _ROW, INSTANT)
    assert (told.outcome, told.pointer, told.operator) == (_NO, "", "and")
    first, second = told.parts
    assert (first.expression, first.outcome, first.parts[0].value) == ('type == "Hardware"', _NO, "SaaS")
    assert (second.pointer, second.outcome, second.reason) == ("/and/1", _MISSING, "current is missing")
    assert (second.parts[0].expression, second.parts[0].value) == ("daysSince(launchDate)", 9)


def test_an_explanation_of_a_long_list_stays_short() -> None:
    rule = compile_rule("sizes.exists(item, item == 5)", SCOPE)
    assert len(explain(rule, {"sizes": [*range(1_000)]}, INSTANT).parts) == 21


def test_knows_what_a_rule_reads() -> None:
    rule = compile_rule('has(quantity) && default(current, 1) > 2 || segment.exists(s, s == "x")', SCOPE)
    assert reads(rule) == {"quantity", "current", "segment"}
    assert not reads_time(rule)
    assert reads_time(compile_rule("launchDate < today()", SCOPE))


def test_stored_json_becomes_cells() -> None:
    assert from_json(TYPES["discountPercent"], "1.5e-07") == Decimal("0.00000015")
    assert from_json(TYPES["launchDate"], "2026-02-20") == date(2026, 2, 20)
    assert from_json(TYPES["segment"], ["a", None]) == ("a", None)
    assert from_json(TYPES["quantity"], None) is None


def test_every_function_is_computed() -> None:
    assert set(COMPUTE) == set(FUNCTIONS)
