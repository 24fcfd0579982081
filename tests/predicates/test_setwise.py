"""The edges of frames that generated rows do not reach."""

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from catalog_admin.predicates.errors import UnreadableValue
from catalog_admin.predicates.model import Kind, Outcome, Type
from catalog_admin.predicates.rules import compile_rule
from catalog_admin.predicates.setwise.columns import frame, polars_type
from catalog_admin.predicates.setwise.outcomes import outcomes
from tests.predicates.words import INSTANT, SCOPE, TYPES


def _outcomes(text: str, rows: list[dict[str, Any]]) -> list[Outcome]:
    return [*map(Outcome, outcomes(compile_rule(text, SCOPE), frame(TYPES, rows), INSTANT))]


@pytest.mark.parametrize(
    "text",
    ["1 < 2", "quantity > 1", "text.lower(type) == 'x'", "sizes.sum(i, i) > 1", "amounts.exists(i, i / 2 > 1)"],
)
def test_an_empty_frame_has_no_outcomes(text: str) -> None:
    answered = outcomes(compile_rule(text, SCOPE), frame(TYPES, []), INSTANT)
    assert answered.len() == 0
    assert answered.dtype == pl.UInt8


def test_a_rule_that_reads_nothing_answers_for_every_row() -> None:
    assert _outcomes("today() > '2020-01-01'", [{}, {}, {}]) == [Outcome.MATCH] * 3
    assert _outcomes("1 / 0 > 1", [{}, {}]) == [Outcome.ERROR] * 2


def test_a_hundred_terms_stay_linear() -> None:
    assert _outcomes(" + ".join(["discountPercent"] * 100) + " == 15", [{"discountPercent": Decimal("0.15")}]) == [
        Outcome.MATCH
    ]
    assert _outcomes(" * ".join(["quantity"] * 60) + " > 0", [{"quantity": 1}, {"quantity": 3}]) == [
        Outcome.MATCH,
        Outcome.ERROR,
    ]


def test_one_overflow_does_not_take_its_neighbours_along() -> None:
    rows = [{"discountPercent": Decimal(9_999_999_999_999)}, {"discountPercent": Decimal(2)}, {}]
    expected = [Outcome.ERROR, Outcome.MATCH, Outcome.MISSING_INPUT]
    assert _outcomes("discountPercent * discountPercent > 3", rows) == expected
    assert _outcomes("discountPercent / 0.000001 > 3", rows) == expected


def test_long_sums_are_errors() -> None:
    rows = [{"sizes": [1] * 1_000}, {"sizes": [1] * 1_001}]
    assert _outcomes("size(sizes) > 1", rows) == [Outcome.MATCH, Outcome.ERROR]


def test_fifteen_decimals_and_more_are_exact() -> None:
    rows = [{"discountPercent": Decimal(text)} for text in ("1.5e-07", "0.000000150000001", "3.2857142857142855e-08")]
    assert _outcomes("discountPercent == 1.5e-07", rows) == [Outcome.MATCH, Outcome.NO_MATCH, Outcome.NO_MATCH]
    assert _outcomes("discountPercent == 3.2857142857142855e-08", rows)[2] is Outcome.MATCH


def test_refuses_a_cell_that_no_column_can_hold() -> None:
    with pytest.raises(UnreadableValue):
        frame(TYPES, [{"quantity": "one"}])


def test_declared_types_have_columns() -> None:
    assert polars_type(Type(Kind.DECIMAL)) == pl.Decimal(38, 24)
    assert polars_type(Type(Kind.DATETIME, many=True)) == pl.List(pl.Datetime("us", "UTC"))


def test_an_item_that_nobody_knows_leaves_membership_open() -> None:
    rows = [{"segment": ["A", None]}, {"segment": ["B", None]}, {"segment": ["B"]}, {"segment": []}, {}]
    expected = [Outcome.MATCH, Outcome.MISSING_INPUT, Outcome.NO_MATCH, Outcome.NO_MATCH, Outcome.MISSING_INPUT]
    assert _outcomes('"A" in segment', rows) == expected


def test_a_written_number_beyond_all_decimals_still_compares() -> None:
    row = [{"discountPercent": Decimal("9999999999999.5")}]
    assert _outcomes("discountPercent < 9007199254740991", row) == [Outcome.MATCH]
    assert _outcomes("discountPercent > -9007199254740991", row) == [Outcome.MATCH]
