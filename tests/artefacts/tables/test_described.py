"""The published schema of decision tables is what the reader takes, as far as a schema can say it."""

import copy
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.finding import errors
from catalog_admin.artefacts.tables.described import table_schema
from catalog_admin.artefacts.tables.jdm import read_graph
from tests.conformance.tables import jdm_graphs

JUDGE = jsonschema_rs.Draft202012Validator(table_schema())
OF_SHAPE = {Code.TABLE_MALFORMED, Code.TABLE_TOO_LARGE, Code.TABLE_NODE_REFUSED, Code.TABLE_NO_INPUT, Code.TABLE_POLICY}
GRAPHS = {each["name"]: each["graph"] for each in jdm_graphs()}
COLUMN = {"id": "i0", "name": "Age", "field": "age", "allowed": None}
OUTPUT = {"id": "o0", "name": "", "field": "tier.name", "allowed": ["gold", 2, True]}
ROW = {"_id": "first", "_description": "", "i0": "> 5", "o0": '"gold"'}
TABLE = {
    "hitPolicy": "priority",
    "aggregation": "",
    "executionMode": "loop",
    "inputField": "a.b",
    "outputPath": "",
    "passThrough": False,
    "inputs": [COLUMN],
    "outputs": [OUTPUT],
    "rules": [ROW],
    "default": {"o0": '"gold"'},
}
COUNTED = {**TABLE, "hitPolicy": "collect", "aggregation": "count", "default": None}
ENTRIES = [{"id": "e", "key": "a.b", "value": "1 + 1"}, {"id": "f", "key": "", "value": "no"}]
WAYS = [{"id": "s", "condition": "x > 1", "isDefault": False}, {"id": "d", "condition": "", "isDefault": True}]
# Every member that the reader looks at.
WHOLE = {
    "nodes": [
        {"id": "in", "type": "inputNode", "name": "In", "content": {"schema": '{"type": "object"}'}},
        {"id": "table", "type": "decisionTableNode", "name": "Table", "content": TABLE},
        {"id": "counted", "type": "decisionTableNode", "name": "Counted", "content": COUNTED},
        {"id": "entries", "type": "expressionNode", "name": None, "content": {"expressions": ENTRIES}},
        {"id": "ways", "type": "switchNode", "name": "Ways", "content": {"hitPolicy": "first", "statements": WAYS}},
        {"id": "out", "type": "outputNode", "name": "Out", "content": None},
    ],
    "edges": [
        {"id": "1", "sourceId": "in", "targetId": "table"},
        {"id": "2", "sourceId": "ways", "targetId": "out", "sourceHandle": "s"},
    ],
}
ODD: list[Any] = [None, 7, True, "", " ", "odd!", [], [7], {}, {"a": 7}]


def codes(graph: Any) -> set[str]:
    """A cell of no column counts, whether or not it keeps a change out: a schema knows no columns."""
    found = read_graph("tables/x.jdm.json", graph)[1]
    return {each.code for each in found if each in errors(found) or each.code == Code.TABLE_STRAY}


@pytest.mark.parametrize("name", GRAPHS)
def test_whatever_is_taken_of_the_public_suite_validates_and_what_has_another_shape_does_not(name: str) -> None:
    assert JUDGE.is_valid(GRAPHS[name]) is not bool(codes(GRAPHS[name]) & OF_SHAPE)


def test_nodes_that_run_code_are_none_of_those_that_an_editor_offers() -> None:
    kinds = table_schema()["properties"]["nodes"]["items"]["properties"]["type"]["enum"]
    assert kinds == ["inputNode", "outputNode", "decisionTableNode", "expressionNode", "switchNode"]
    assert codes(WHOLE) == set()
    assert JUDGE.is_valid(WHOLE)


def changed() -> Iterator[tuple[str, Any]]:
    """The whole graph with one member after the other taken away, or put in the place of something odd."""
    for place in _places(WHOLE):
        gone = copy.deepcopy(WHOLE)
        holder = _at(gone, place[:-1])
        del holder[place[-1]]
        yield f"without {place}", gone
        for odd in ODD:
            other = copy.deepcopy(WHOLE)
            _at(other, place[:-1])[place[-1]] = odd
            yield f"{place} is {odd!r}", other


def _places(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in inside:
        yield (*before, step)
        yield from _places(each, (*before, step))


def _at(value: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        value = value[step]
    return value


def test_what_the_reader_refuses_by_its_shape_the_schema_refuses_and_nothing_else() -> None:
    for what, graph in changed():
        found = codes(graph)
        if found & OF_SHAPE and not _is_of_columns(found, graph):
            assert not JUDGE.is_valid(graph), what
        elif not found:
            assert JUDGE.is_valid(graph), what


def _is_of_columns(found: set[str], graph: Any) -> bool:
    """A value that its column does not list is no question of shape."""
    return found == {Code.TABLE_POLICY} and JUDGE.is_valid(graph)
