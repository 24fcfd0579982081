"""Words in cells that nothing declares are told: most of them are texts without their quotes."""

import json
from itertools import pairwise
from typing import Any

import pytest

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import Finding, Severity
from catalog_admin.artefacts.kinds.reading import read
from catalog_admin.artefacts.tables.contexts import findings_within
from catalog_admin.artefacts.tables.dmn.feel import test_cell as feel_cell
from catalog_admin.artefacts.tables.files import all_findings
from catalog_admin.artefacts.tables.words import UnreadableExpression
from tests.artefacts.tables.drawn import content, graph

_ITEM = {"type": "object", "properties": {"price": {"type": "number"}}}
SCHEMA = {
    "type": "object",
    "properties": {
        "amount": {"type": "number"},
        "limit": {"type": "number"},
        "tier": {"type": "string"},
        "when": {"type": "string"},
        "customer": {"$ref": "#/$defs/customer"},
        "lines": {"type": "array", "items": _ITEM},
        "own": {"type": "object", "additionalProperties": True, "properties": {"known": {"type": "string"}}},
    },
    "$defs": {"customer": {"allOf": [{"properties": {"name": {"type": "string"}}}, {"required": ["name"]}]}},
}
TABLE = "/nodes/1/content"


def undeclared(raw: Any) -> list[Finding]:
    found = all_findings(read("tables/t.jdm.json", json.dumps(raw).encode()))
    return [each for each in found if each.code == Code.TABLE_UNDECLARED]


def cells(test: str, says: str = "1", schema: Any = SCHEMA, field: str = "tier") -> list[tuple[str, str | None]]:
    found = undeclared(graph(content([field], [((test,), (says,))]), schema))
    assert all(each.severity is Severity.WARNING for each in found)
    return [(each.pointer.removeprefix(f"{TABLE}/rules/0/") + " " + each.reason, each.suggestion) for each in found]


@pytest.mark.parametrize(
    "test",
    [
        *('"gold"', "'gold', \"silver\"", "!= 'gold'", "not in ['gold']", "true", "false", "null", "", "-"),
        *("> limit", "== customer.name", "limit", "[1..5]", "(1..5]", "> 1 and < 5", "$ == 'a' or $ == 'b'"),
        *("startsWith($, 'g')", "len($) > limit", "date($) > date('now')", "monthString($) == 'jan'"),
        *("contains(keys({gold: 1}), $)", "in map(lines, #.price)", "$root.limit > 1", "own.anything == $"),
    ],
)
def test_what_is_declared_or_no_name_is_read(test: str) -> None:
    assert cells(test) == []


@pytest.mark.parametrize(
    "says", ["'gold'", "limit * 2", "customer.name", "lines[0].price", "`${tier}!`", "{gold: tier}"]
)
def test_so_it_is_in_outputs(says: str) -> None:
    assert cells("", says) == []


@pytest.mark.parametrize(
    ("test", "said", "suggestion"),
    [
        ("gold", "gold", '"gold"'),
        ("'a', gold", "gold", '"gold"'),
        ("!= gold", "gold", '"gold"'),
        ("not in ['a', gold]", "gold", '"gold"'),
        ("limt", "limt", '"limt", or limit'),
        ("> limt * 2", "limt", "limit"),
        ("== customer.nmae", "customer.nmae", "name"),
        ("limt ?? 5", "limt", "limit"),
        ("> zzz + 1", "zzz", "declare it in the schema of what enters"),
        ("some(lines, #.price > limt)", "limt", "limit"),
    ],
)
def test_what_nothing_declares_is_told_in_its_cell(test: str, said: str, suggestion: str) -> None:
    assert cells(test) == [(f"i0 nothing declares `{said}`", suggestion)]


def test_an_output_that_is_a_bare_word_is_told() -> None:
    assert cells("", "gold") == [("o0 nothing declares `gold`", '"gold"')]
    assert cells("", "lines[0].prise") == [("o0 nothing declares `lines.0.prise`", "price")]


@pytest.mark.parametrize("schema", ["", {"type": "object"}, {"type": "object", "additionalProperties": True}])
def test_where_nobody_says_what_enters_a_word_that_nothing_else_reads_is_a_text(schema: Any) -> None:
    assert cells("gold", schema=schema) == [("i0 nothing declares `gold`", '"gold"')]
    assert cells("", "gold", schema=schema) == [("o0 nothing declares `gold`", '"gold"')]
    assert cells("> limit", "customer.name", schema=schema) == []
    assert cells("", "tier", schema=schema) == []


def test_columns_and_defaults_are_looked_at_as_well() -> None:
    table = content(["teir", "len(teir)"], [(("", ""), ("1",))]) | {"default": {"o0": "gold"}}
    assert [(each.pointer, each.suggestion) for each in undeclared(graph(table, SCHEMA))] == [
        (f"{TABLE}/inputs/0/field", "tier"),
        (f"{TABLE}/inputs/1/field", "tier"),
        (f"{TABLE}/default/o0", '"gold"'),
    ]


def chain(*nodes: dict[str, Any]) -> dict[str, Any]:
    ids = ["in", *(each["id"] for each in nodes)]
    edges = [{"sourceId": one, "targetId": other} for one, other in pairwise(ids)]
    entrance = {"id": "in", "name": "in", "type": "inputNode", "content": {"schema": SCHEMA}}
    return {"nodes": [entrance, *nodes], "edges": edges}


def expressions(id: str, entries: dict[str, str], **more: Any) -> dict[str, Any]:
    written = [{"key": key, "value": value} for key, value in entries.items()]
    return {"id": id, "name": id, "type": "expressionNode", "content": {"expressions": written, **more}}


def test_a_node_sees_what_those_before_it_answer_and_pass_on() -> None:
    first = expressions("first", {"total": "amount + limit", "double": "$.total * 2"})
    second = expressions("second", {"a": "total", "b": "amount", "c": "$nodes.first.total", "d": "$nodes.frist.total"})
    assert [(each.pointer, each.suggestion) for each in undeclared(chain(first, second))] == [
        ("/nodes/2/content/expressions/1/value", "declare it in the schema of what enters"),
        ("/nodes/2/content/expressions/3/value", "first"),
    ]
    passing = expressions("first", {"total": "amount"}, passThrough=True, outputPath="sums")
    assert undeclared(chain(passing, expressions("second", {"a": "sums.total", "b": "amount"}))) == []


def test_a_loop_sees_an_item_and_a_part_what_is_in_it() -> None:
    items = expressions("each", {"a": "price", "b": "amount"}, executionMode="loop", inputField="lines", outputPath="x")
    assert [each.pointer for each in undeclared(chain(items))] == ["/nodes/1/content/expressions/1/value"]
    part = expressions("part", {"a": "name", "b": "title"}, inputField="customer")
    assert [each.pointer for each in undeclared(chain(part))] == ["/nodes/1/content/expressions/1/value"]
    assert [each.suggestion for each in undeclared(chain(expressions("none", {}, inputField="line")))] == ["lines"]


def test_a_bare_word_of_dmn_is_told_how_it_is_written() -> None:
    with pytest.raises(UnreadableExpression) as refused:
        feel_cell("gold")
    assert refused.value.suggestion == '"gold"'


def test_a_table_without_a_schema_may_read_more_than_the_tree_declares() -> None:
    table = graph(content(["age"], [(("gold",), ("limit",)), (("limit",), ("1",))]))
    found = findings_within(read("tables/t.jdm.json", json.dumps(table).encode()), SCHEMA)
    assert [each.pointer for each in found if each.code == Code.TABLE_UNDECLARED] == [f"{TABLE}/rules/0/i0"]
