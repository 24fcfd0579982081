"""JDM files: what is read, what is refused and where."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_admin.artefacts.codes import Code
from catalog_admin.artefacts.tables.jdm import read_graph
from catalog_admin.artefacts.tables.walk import decide
from catalog_admin.predicates.model import Outcome
from tests.artefacts.tables.drawn import INSTANT, content, graph

_PATH = "tables/upgrade.jdm.json"
_TABLE = content(["age"], [(("> 5",), ("'a'",))])
_SCHEMA = {"type": "object", "required": ["age"], "properties": {"age": {"type": "number"}, "b": {"type": "string"}}}


def codes(raw: Any) -> list[tuple[str, str]]:
    return [(finding.pointer, finding.code) for finding in read_graph(_PATH, raw)[1]]


@pytest.mark.parametrize("kind", ["functionNode", "customNode", "decisionNode", "somethingNew"])
def test_refuses_what_runs_code_or_is_unknown(kind: str) -> None:
    raw = graph(_TABLE, _SCHEMA)
    raw["nodes"].append({"id": "f", "type": kind, "name": "f", "content": {"source": "fetch('http://x')"}})
    assert codes(raw) == [("/nodes/3/type", Code.TABLE_NODE_REFUSED)]


def test_every_mistake_has_its_place() -> None:
    table = content(["age", "tier"], [(("< <", "'gold'"), ("1 +",)), (("rand(5)", ""), ("1",))])
    assert codes(graph(table, _SCHEMA)) == [
        ("/nodes/1/content/rules/0/i0", Code.TABLE_CELL),
        ("/nodes/1/content/rules/0/o0", Code.TABLE_CELL),
        ("/nodes/1/content/rules/1/i0", Code.TABLE_CELL),
    ]


def test_refuses_circles_loose_ends_and_graphs_without_an_entrance() -> None:
    raw = graph(_TABLE, _SCHEMA)
    raw["edges"].append({"id": "3", "sourceId": "out", "targetId": "table"})
    assert [code for _, code in codes(raw)] == [Code.TABLE_CYCLE]
    raw = graph(_TABLE, _SCHEMA)
    raw["edges"][0]["sourceId"] = "nowhere"
    assert codes(raw) == [("/edges/0/sourceId", Code.TABLE_DANGLING)]
    assert codes({"nodes": [], "edges": []}) == [("/nodes", Code.TABLE_NO_INPUT)]


def test_undeclared_inputs_are_pointed_out() -> None:
    assert codes(graph(_TABLE)) == [("/nodes/0/content/schema", Code.TABLE_NO_SCHEMA)]


@pytest.mark.parametrize(
    "schema",
    [
        *('{"type": 5}', "{", '{"$ref": "http://127.0.0.1:9/x.json"}', '{"pattern": "(?!x)"}'),
        *('{"type": "object", "type": "array"}', '{"enum": [NaN]}', '{"const": "\\ud800"}', "[" * 99),
    ],
)
def test_refuses_schemas_that_are_none_or_look_elsewhere(schema: str) -> None:
    raw = graph(_TABLE)
    raw["nodes"][0]["content"]["schema"] = schema
    assert codes(raw) == [("/nodes/0/content/schema", Code.TABLE_SCHEMA)]


@pytest.mark.parametrize(
    ("context", "outcome"),
    [
        ({"age": 6}, Outcome.MATCH),
        ({"age": 5}, Outcome.NO_MATCH),
        ({}, Outcome.MISSING_INPUT),
        ({"age": "6"}, Outcome.ERROR),
        ({"b": 5}, Outcome.ERROR),
        ({"age": None}, Outcome.ERROR),
    ],
)
def test_declared_inputs_are_enforced(context: dict[str, Any], outcome: Outcome) -> None:
    read, findings = read_graph(_PATH, graph(_TABLE, _SCHEMA))
    assert read is not None, findings
    found = decide(read, context, INSTANT)
    assert found.outcome is outcome
    assert [fired.hit.row for fired in found.fired] == (["r0"] if outcome is Outcome.MATCH else [])


def test_two_rows_with_one_id_are_refused() -> None:
    table = content(["age"], [(("1",), ("1",)), (("2",), ("1",))])
    table["rules"][1]["_id"] = "r0"
    assert codes(graph(table, _SCHEMA)) == [("/nodes/1/content/rules/1/_id", Code.TABLE_DUPLICATE)]


def _broken(raw: dict[str, Any]) -> st.SearchStrategy[Any]:
    """The graph with one of its parts replaced by something else."""

    def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        return [path, *(found for name, item in inner for found in paths(item, (*path, name)))]

    def replaced(value: Any, path: tuple[Any, ...], by: Any) -> Any:
        if not path:
            return by
        copy = dict(value) if isinstance(value, dict) else list(value)
        copy[path[0]] = replaced(value[path[0]], path[1:], by)
        return copy

    strange = (
        st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just([]) | st.just({}) | st.just([[]])
    )
    return st.tuples(st.sampled_from(paths(raw)), strange).map(lambda pair: replaced(raw, *pair))


@settings(deadline=None)
@given(_broken(graph(_TABLE, _SCHEMA)))
def test_reads_anything_without_a_fault(raw: Any) -> None:
    read, findings = read_graph(_PATH, raw)
    assert read is not None or findings
    if read is not None:
        decide(read, {"age": 6}, INSTANT)


def test_columns_of_one_name_are_told_apart() -> None:
    columns = [{"id": "a", "name": "Input", "field": "len(x)"}, {"id": "b", "name": "Input", "field": "len(y)"}]
    table = {"hitPolicy": "first", "inputs": columns, "outputs": [{"id": "o", "field": "out"}]}
    rule = {"_id": "r", "a": "$ > len(z)", "b": "$ > len(z)", "o": "1"}
    read, findings = read_graph(_PATH, graph(table | {"rules": [rule]}, {"type": "object"}))
    assert read is not None, findings
    assert decide(read, {"x": "long", "y": "", "z": "ab"}, INSTANT).outcome is Outcome.NO_MATCH
    assert decide(read, {"x": "long", "y": "long", "z": "ab"}, INSTANT).outcome is Outcome.MATCH


def test_a_context_of_any_depth_gets_an_answer() -> None:
    deep: dict[str, Any] = {"age": 6}
    for _ in range(5_000):
        deep = {"age": 6, "deep": deep}
    read, findings = read_graph(_PATH, graph(_TABLE | {"passThrough": True}, _SCHEMA))
    assert read is not None, findings
    assert decide(read, deep, INSTANT).outcome is Outcome.ERROR


def test_a_large_table_is_not_gone_through_for_each_of_many_items() -> None:
    rows = [((f"> {place}",), ("1",)) for place in range(2_000)]
    table = content(["age"], rows) | {"executionMode": "loop", "inputField": "people", "outputPath": "people"}
    read, findings = read_graph(_PATH, graph(table))
    assert read is not None, findings
    found = decide(read, {"people": [{"age": 0}] * 1_000}, INSTANT)
    assert (found.outcome, found.reason) == (Outcome.ERROR, "the decision needs more steps than a decision has")
    assert len(decide(read, {"people": [{"age": 5}] * 3}, INSTANT).result["people"]) == 3
