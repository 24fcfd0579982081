"""Cells of no column: nothing reads them, so a row would match more than its author says."""

from typing import Any

import pytest

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, Severity
from catalog_admin.artefacts.tables.jdm_table import read_table
from catalog_admin.artefacts.tables.reading import Reading
from tests.artefacts.tables.drawn import content


def found(row: dict[str, Any], **members: Any) -> list[Finding]:
    table = content(["amount"], []) | {"rules": [{"_id": "r0", "o0": "1"} | row]} | members
    table["inputs"][0]["id"] = "amount"
    reading = Reading("tables/drawn.jdm.json")
    read_table(table, "", reading)
    assert all(each.code == Code.TABLE_STRAY for each in reading.findings)
    return reading.findings


def told(row: dict[str, Any], **members: Any) -> list[tuple[str, Severity, str | None]]:
    return [(each.pointer, each.severity, each.suggestion) for each in found(row, **members)]


def test_a_misspelt_column_is_refused_with_the_one_that_was_meant() -> None:
    assert told({"amuont": "> 10"}) == [("/rules/0/amuont", Severity.ERROR, "did you mean amount?")]


@pytest.mark.parametrize("name", ["note", "enabled", "a/b"])
def test_what_no_column_is_nearly_called_is_told(name: str) -> None:
    [(pointer, severity, hint)] = told({name: "1"})
    assert (pointer, severity, hint) == (f"/rules/0/{name.replace('/', '~1')}", Severity.WARNING, None)


@pytest.mark.parametrize("said", [7, True, [], {}, "null", "x > 1"])
def test_whatever_it_says(said: Any) -> None:
    assert [each.severity for each in found({"Amounts": said})] == [Severity.ERROR]


@pytest.mark.parametrize("said", [None, "", "  ", "-"])
def test_what_asks_nothing_takes_nothing_away(said: Any) -> None:
    assert found({"amuont": said}) == []


def test_members_of_a_row_itself_are_no_cells() -> None:
    assert found({"_description": "Large ones.", "_colour": "red"}) == []


def test_a_default_is_of_outputs() -> None:
    assert told({}, default={"O0 ": "1"}) == [("/default/O0 ", Severity.ERROR, "did you mean o0?")]
    assert told({}, default={"amount": "1"}) == [("/default/amount", Severity.WARNING, None)]


def test_many_of_them_are_told_without_looking_for_each_what_was_meant() -> None:
    many = found({f"amount{place}": "1" for place in range(300)})
    assert [each.severity for each in many] == [Severity.ERROR] * 300
    assert [each.suggestion is not None for each in many] == [True] * 100 + [False] * 200
