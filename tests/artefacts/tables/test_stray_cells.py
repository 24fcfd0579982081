"""Cells of no column: nothing reads them, so a row would match more than its author says."""

from typing import Any

import pytest

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Severity
from catalog_admin.artefacts.tables.jdm_table import read_table
from catalog_admin.artefacts.tables.reading import Reading
from tests.artefacts.tables.drawn import content


def told(row: dict[str, Any], **members: Any) -> list[tuple[str, str, str | None]]:
    table = content(["amount"], []) | {"rules": [{"_id": "r0", "o0": "1"} | row]} | members
    table["inputs"][0]["id"] = "amount"
    reading = Reading("tables/drawn.jdm.json")
    read_table(table, "", reading)
    found = reading.findings
    assert all(each.severity is Severity.ERROR for each in found)
    return [(each.pointer, each.code, each.suggestion) for each in found]


def test_a_misspelt_column_is_refused_with_the_one_that_was_meant() -> None:
    assert told({"amuont": "> 10"}) == [("/rules/0/amuont", Code.TABLE_STRAY, "did you mean amount?")]
    assert told({"a/b": "1"}) == [("/rules/0/a~1b", Code.TABLE_STRAY, None)]


@pytest.mark.parametrize("said", [7, True, [], {}, "null", "x > 1"])
def test_whatever_it_says(said: Any) -> None:
    assert [code for _, code, _ in told({"oo": said})] == [Code.TABLE_STRAY]


@pytest.mark.parametrize("said", [None, "", "  ", "-"])
def test_what_asks_nothing_takes_nothing_away(said: Any) -> None:
    assert told({"gone": said}) == []


def test_members_of_a_row_itself_are_no_cells() -> None:
    assert told({"_description": "Large ones.", "_colour": "red"}) == []


def test_a_default_is_of_outputs() -> None:
    assert told({}, default={"o1": "1"}) == [("/default/o1", Code.TABLE_STRAY, None)]
    assert [code for _, code, _ in told({}, default={"amount": "1"})] == [Code.TABLE_STRAY]


def test_many_of_them_are_told_without_looking_for_each_what_was_meant() -> None:
    found = told({f"amount{place}": "1" for place in range(300)})
    assert len(found) == 300
    assert [hint is not None for *_, hint in found] == [True] * 100 + [False] * 200
