"""Sums, least and greatest of what rows say, also where they say nothing; and that no table ever fails to answer."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Severity
from catalog_admin.artefacts.tables.evaluate import evaluate
from catalog_admin.artefacts.tables.jdm_table import read_table
from catalog_admin.artefacts.tables.judged import judge
from catalog_admin.artefacts.tables.reading import Reading
from catalog_admin.predicates.model import Outcome
from tests.artefacts.tables.drawn import INSTANT, content, drawn

_ROWS = [((">= 0",), ("",)), ((">= 5",), ("2",))]
_OF_VALUES = ["sum", "min", "max"]


@pytest.mark.parametrize("aggregation", _OF_VALUES)
def test_nothing_has_no_sum_and_what_is_silent_beside_values_adds_nothing(aggregation: str) -> None:
    table = drawn(["x"], _ROWS, hitPolicy="collect", aggregation=aggregation)
    silent = evaluate(table, {"x": 1}, INSTANT)
    assert (silent.outcome, silent.fired) == (Outcome.ERROR, ())
    assert silent.reason == f"rows r0 match and say nothing, which has no {aggregation}"
    assert evaluate(table, {"x": 5}, INSTANT).result == 2
    assert evaluate(table, {"x": -1}, INSTANT).outcome is Outcome.NO_MATCH


def test_silent_rows_are_counted_as_rows() -> None:
    table = drawn(["x"], _ROWS, hitPolicy="collect", aggregation="count")
    assert evaluate(table, {"x": 1}, INSTANT).result == 1


@pytest.mark.parametrize(("aggregation", "told"), [("sum", ["/rules/0"]), ("count", []), (None, [])])
def test_a_row_that_adds_nothing_is_pointed_out(aggregation: str | None, told: list[str]) -> None:
    reading = Reading("tables/drawn.jdm.json")
    judge(reading, drawn(["x"], _ROWS, hitPolicy="collect", aggregation=aggregation))
    found = [each for each in reading.findings if each.code == Code.TABLE_NO_VALUE]
    assert [each.pointer for each in found] == told
    assert all(each.severity is Severity.WARNING for each in found)


@pytest.mark.parametrize("aggregation", _OF_VALUES)
def test_a_default_stands_for_the_number(aggregation: str) -> None:
    table = drawn(["x"], _ROWS, hitPolicy="collect", aggregation=aggregation, default={"o0": "7"})
    found = evaluate(table, {"x": -1}, INSTANT)
    assert (found.outcome, found.result, found.by_default) == (Outcome.MATCH, 7, True)
    empty = drawn(["x"], _ROWS, hitPolicy="collect", aggregation=aggregation, default={"o0": ""})
    assert evaluate(empty, {"x": -1}, INSTANT).outcome is Outcome.NO_MATCH


_value = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=True, allow_infinity=True)
    | st.text(max_size=4)
    | st.sampled_from(["a", "now", 5, Decimal("0.5"), "2026-01-01"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["x", "y", "é", ""]), inner, max_size=2)
    ),
    max_leaves=6,
)
_cell = st.sampled_from(
    [
        "",
        "-",
        "< 2",
        "[1..3)",
        "!= 'a'",
        "null",
        "true",
        "startsWith($, 'a')",
        "len($) > 1",
        "$ > y",
        "y ?? 1",
        "'a', 5",
    ]
)
_says = st.sampled_from(["", "1", "0.25", "'a'", "true", "null", "x", "x + y", "[x]", "{a: y}", "sum([x])", "9" * 40])
_policies = st.sampled_from(
    [{"hitPolicy": policy} for policy in ("first", "unique", "any", "ruleOrder", "collect")]
    + [{"hitPolicy": "collect", "aggregation": each} for each in (*_OF_VALUES, "count")]
    + [
        {"hitPolicy": policy, "outputs": [{"id": "o0", "field": "out0", "allowed": ["a", 1, True]}]}
        for policy in ("priority", "outputOrder")
    ]
)


@settings(deadline=None, max_examples=200)
@given(
    _policies,
    st.lists(st.tuples(st.tuples(_cell, _cell), st.tuples(_says)), max_size=4),
    st.none() | _says.map(lambda said: {"o0": said}),
    st.dictionaries(st.sampled_from(["x", "y", "z"]), _value, max_size=3),
)
def test_whatever_the_table_and_the_context_there_is_an_answer(
    policy: dict[str, Any], rows: list[Any], default: Any, context: dict[str, Any]
) -> None:
    reading = Reading("tables/drawn.jdm.json")
    table = read_table(content(["x", "y"], rows, **policy, default=default), "", reading)
    if table is None or not reading.is_clean:
        return  # refused when it is saved
    found = evaluate(table, context, INSTANT)
    assert found.outcome in Outcome
    assert (found.reason is None) is (found.outcome in (Outcome.MATCH, Outcome.NO_MATCH))
