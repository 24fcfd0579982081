"""Of comparisons of one name: that one implies or excludes another is proven exactly where all values say so."""

from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from catalog_admin.artefacts.checking.facts import implies, is_impossible
from catalog_admin.predicates.evaluate import evaluate
from catalog_admin.predicates.model import Outcome
from catalog_admin.predicates.rules import compile_rule
from tests.predicates.words import INSTANT, SCOPE

# Every edge, and something on each side of it.
_NUMBERS = [Decimal(value) for value in ("0", "1", "1.5", "2", "3")]
_ORDERED = [f"discountPercent {operator} {edge}" for operator in ("<", "<=", ">", ">=", "==") for edge in (1, 2)]
_SAID: list[tuple[str, list[Any], list[str]]] = [
    ("discountPercent", _NUMBERS, [*_ORDERED, "1 < discountPercent", "2 >= discountPercent", "1 == discountPercent"]),
    ("quantity", [0, 1, 2, 3], ["quantity in [1, 2]", "quantity in [2, 3]", "quantity == 1", "quantity in [2]"]),
    ("type", ["a", "b", "c"], ['type in ["a", "b"]', 'type == "a"', 'type in ["b", "c"]', 'type == "c"']),
    ("active", [True, False], ["active", "!active", "active == true", "active == false"]),
]


@pytest.mark.parametrize(("name", "values", "texts"), _SAID, ids=[each[0] for each in _SAID])
def test_of_one_name_all_is_proven_that_holds_and_nothing_else(name: str, values: list[Any], texts: list[str]) -> None:
    rules = {text: compile_rule(text, SCOPE) for text in texts}
    holds = {
        text: {value for value in values if evaluate(rule, {name: value}, INSTANT) is Outcome.MATCH}
        for text, rule in rules.items()
    }
    for one, other in product(texts, texts):
        assert implies(rules[one].root, rules[other].root) is (holds[one] <= holds[other]), (one, other)
        both = compile_rule(f"{one} && {other}", SCOPE)
        assert is_impossible(both.root) is (not holds[one] & holds[other]), (one, other)


@pytest.mark.parametrize(
    ("premise", "conclusion"),
    [
        ("quantity > 1", "quantity in [2, 3]"),
        ("quantity > 1", "discountPercent > 1"),
        ("quantity != 1", "quantity > 1"),
        ("quantity > 2 || active", "quantity > 1"),
        ("quantity > 2", "quantity > 1 && active"),
        ("!(quantity > 1)", "quantity > 1"),
        ("missing(quantity)", "quantity > 1"),
    ],
)
def test_what_does_not_follow_is_not_proven(premise: str, conclusion: str) -> None:
    assert not implies(compile_rule(premise, SCOPE).root, compile_rule(conclusion, SCOPE).root)
