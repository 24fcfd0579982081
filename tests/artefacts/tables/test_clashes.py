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


def test_a_table_that_declares_nothing_is_read_by_the_context_of_the_tree() -> None:
    table = graph(content(["quote.term"], [(("'long'",), ("1",)), (("",), ("2",))]))
    context = {
        "type": "object",
        "properties": {"quote": {"type": "object", "properties": {"term": {"type": "number"}}}},
    }
    files = {PATH: json.dumps(table).encode(), "schemas/context.json": json.dumps(context).encode()}
    alone = {each.code: each for each in check({PATH: files[PATH]}).findings if each.path == PATH}
    within = {each.code: each for each in check(files).findings if each.path == PATH}
    assert Code.TABLE_TYPE not in alone
    assert within[Code.TABLE_TYPE].reason == "`quote.term` is number, `'long'` asks about text"
    assert within[Code.TABLE_TYPE].severity is Severity.WARNING
    assert {within[Code.TABLE_NO_SCHEMA].pointer, alone[Code.TABLE_NO_SCHEMA].pointer} == {"/nodes/0/content/schema"}
    own = graph(content(["x"], [(("'long'",), ("1",))]), {"type": "object", "properties": {"x": {"type": "string"}}})
    assert check(files | {PATH: json.dumps(own).encode()}).is_sound


def test_rows_beside_those_that_clash_are_looked_into() -> None:
    schema = {"type": "object", "properties": {"x": {"type": "number", "minimum": 0}}}
    rows = [(("'gold'",), ("1",)), (("< 5",), ("2",)), (("[4..9]",), ("3",)), (("< 0",), ("4",))]
    table = graph(content(["x"], rows, hitPolicy="unique"), schema)
    told = {each.code: each for each in check({PATH: json.dumps(table).encode()}).findings}
    assert told[Code.TABLE_TYPE].pointer.endswith("/rules/0/i0")
    assert told[Code.TABLE_OVERLAP].pointer.endswith("/rules/2")
    assert told[Code.TABLE_UNREACHABLE].pointer.endswith("/rules/3")
    # A row that clashes may be meant for what no other one takes.
    assert Code.TABLE_GAP not in told


def test_a_declaration_that_no_value_satisfies_is_what_is_told() -> None:
    (finding,) = [
        each for each in found("", {"type": "number", "minimum": 5, "maximum": 1}) if each.pointer.endswith("/rules/0")
    ]
    assert finding.reason == "row r0 can never be the answer: no value of x is allowed by its declaration"


def test_a_context_that_no_table_could_say_declares_nothing() -> None:
    table = json.dumps(graph(content(["x"], [(("",), ("1",))]))).encode()
    found = check({PATH: table, "schemas/context.json": b'{"type": 5}'}).findings
    assert {each.code for each in found if each.path == PATH} <= {Code.TABLE_NO_SCHEMA, Code.NOT_CANONICAL}
