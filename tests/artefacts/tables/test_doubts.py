"""Values that stand for all others, and rows of which nobody can say for sure that they match."""

from decimal import Decimal
from typing import Any

import pytest

from catalog_admin.artefacts.tables.analysis import analysed
from catalog_admin.artefacts.tables.axes import possible
from catalog_admin.artefacts.tables.regions import representatives
from tests.artefacts.tables.drawn import drawn


def test_every_edge_and_something_beside_it_stands_for_all_numbers() -> None:
    edges = [Decimal(each) for each in ("3.5", "-1", "0.1")]
    found = representatives("number", [*edges, "a text"])
    assert found == sorted({*edges, *map(Decimal, ("-2", "-0.45", "1.8", "4.5"))})
    assert representatives("text", ["other", "b"]) == ["b", "other", "other_"]


@pytest.mark.parametrize(
    ("said", "allowed", "values"),
    [
        ({"enum": ["a", "b", 5]}, (), ["a", "b"]),
        ({"enum": ["a", "b"]}, ("c",), ["c"]),
        ({"const": "a"}, (), ["a"]),
        ({}, (), ["x", "other"]),
    ],
)
def test_what_is_listed_is_all_there_is(said: dict[str, Any], allowed: tuple[str, ...], values: list[str]) -> None:
    assert possible("text", {"x"}, said, allowed) == values


def test_whole_numbers_stand_between_what_bounds_them() -> None:
    said = {"type": "integer", "minimum": 0, "exclusiveMaximum": 4}
    assert possible("number", {Decimal("1.5")}, said, ()) == [0, 1, 2, 3]


@pytest.mark.parametrize("doubted", ["startsWith($, 'a')", "$ != 'a' and len($) > 2"])
def test_a_row_with_one_cell_in_doubt_hides_no_other_row(doubted: str) -> None:
    rows = [(("> 1", doubted), ("1",)), (("> 1", ""), ("2",)), (("<= 1", ""), ("3",))]
    found = analysed(drawn(["x", "sku"], rows))
    assert (found.unreachable, found.decided) == ((), False)
    assert analysed(drawn(["x", "sku"], [(("> 1", ""), ("1",)), *rows[1:]])).unreachable == (1,)


def test_a_column_that_is_more_than_a_name_hides_no_row_either() -> None:
    rows = [(("> 1", "> 5"), ("1",)), (("> 1", ""), ("2",)), (("<= 1", ""), ("3",))]
    found = analysed(drawn(["x", "x + y"], rows))
    assert (found.unreachable, found.decided) == ((), False)
