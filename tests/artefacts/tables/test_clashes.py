"""A cell asks about what its column is declared to be; else it is refused where it stands."""

import json
from typing import Any

import pytest

from catalog_admin.artefacts.checking.report import check
from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, Severity
from tests.artefacts.tables.drawn import content, graph

PATH = "tables/t.jdm.json"


def found(cell: str, declared: Any, **context: Any) -> list[Finding]:
    schema = {"type": "object", "properties": {"x": declared}}
    table = graph(content(["x"], [((cell,), ("1",)), (("",), ("2",))]), schema)
    return [*check({PATH: json.dumps(table).encode()}).findings]


def clashes(cell: str, declared: Any) -> list[str]:
    return [each.reason for each in found(cell, declared) if each.code == Code.TABLE_TYPE]


def test_a_text_in_a_column_of_numbers_is_refused_and_nothing_is_told_that_no_input_can_be() -> None:
    (finding,) = [each for each in found("'gold'", {"type": "number"}) if each.severity is Severity.ERROR]
    assert (finding.code, finding.pointer) == (Code.TABLE_TYPE, "/nodes/1/content/rules/0/i0")
    assert finding.reason == "`x` is number, `'gold'` asks about text"
    assert finding.suggestion == "a number, as 10"
    assert not [each for each in found("'gold'", {"type": "number"}) if each.code == Code.TABLE_GAP]


@pytest.mark.parametrize(
    ("cell", "declared", "is_one"),
    [
        ("5", {"type": "string"}, True),
        ("> 5", {"type": ["string", "null"]}, True),
        ("'5'", {"type": "integer"}, True),
        ("true", {"enum": ["gold", None]}, True),
        ("[1..5]", {"const": "a"}, True),
        ("'a'", {"type": "object"}, True),
        ("1.5", {"type": "integer"}, False),
        ("'a'", {"type": ["string", "number"]}, False),
        ("5", {"enum": ["gold", 5]}, False),
        ("'a'", {}, False),
        ("null", {"type": "number"}, False),
        ("startsWith($, 'a')", {"type": "number"}, False),
    ],
)
def test_by_type_and_by_the_values_that_are_listed(cell: str, declared: Any, is_one: bool) -> None:
    assert bool(clashes(cell, declared)) is is_one


def test_a_value_that_is_not_among_those_that_are_listed_makes_its_row_idle() -> None:
    (finding,) = [each for each in found("'tin'", {"enum": ["gold", "iron"]}) if each.code == Code.TABLE_UNREACHABLE]
    assert 'no value that x can have ("gold", "iron") satisfies \'tin\'' in finding.reason
