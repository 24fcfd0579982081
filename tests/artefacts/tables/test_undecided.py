"""What a table answers when something cannot be decided: the graver reason, and only of the rows that were asked."""

from itertools import permutations
from typing import Any

import pytest

from catalog_admin.artefacts.tables.evaluate import evaluate
from catalog_admin.predicates.model import Outcome
from tests.artefacts.tables.drawn import INSTANT, drawn

_ROWS = [(("> 1", ""), ("1",)), (("", "> 1"), ("2",))]


@pytest.mark.parametrize("rows", [*permutations(_ROWS)])
@pytest.mark.parametrize("policy", ["collect", "ruleOrder", "any", "unique"])
def test_of_two_rows_the_one_that_fails_is_told_before_the_one_that_lacks_something(policy: str, rows: Any) -> None:
    table = drawn(["a", "b"], rows, hitPolicy=policy)
    assert evaluate(table, {"b": "no number"}, INSTANT).outcome is Outcome.ERROR
    assert evaluate(table, {"b": 2}, INSTANT).outcome is Outcome.MISSING_INPUT


@pytest.mark.parametrize("context", [{"b": "no number"}, {"a": "no number"}])
def test_of_two_cells_the_one_that_fails_is_told_before_the_one_that_lacks_something(context: dict[str, Any]) -> None:
    assert evaluate(drawn(["a", "b"], [(("> 1", "> 1"), ("1",))]), context, INSTANT).outcome is Outcome.ERROR
    three = drawn(["c", "a", "b", "d"], [(("> 1",) * 4, ("1",))])
    assert evaluate(three, context, INSTANT).outcome is Outcome.ERROR


def test_the_first_that_holds_is_enough_whatever_comes_after_it() -> None:
    table = drawn(["a", "b"], _ROWS)
    assert evaluate(table, {"a": 2}, INSTANT).result == {"out0": 1}
    assert evaluate(table, {"a": 2, "b": "no number"}, INSTANT).result == {"out0": 1}
    assert evaluate(table, {"b": 2}, INSTANT).outcome is Outcome.MISSING_INPUT


@pytest.mark.parametrize("aggregation", ["sum", "min", "max"])
def test_yes_and_no_are_no_numbers(aggregation: str) -> None:
    table = drawn(["x"], [(("",), ("1",)), (("",), ("true",))], hitPolicy="collect", aggregation=aggregation)
    assert evaluate(table, {}, INSTANT).outcome is Outcome.ERROR
