"""Where graphs of tables can change their mind: the edges of their cells, and what other cells compare with."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from catalog_admin.artefacts.differing.behaviour import Behaviour, Decides, compared
from catalog_admin.artefacts.differing.probing import ABSENT, CASE_LIMIT, Axis, Space
from catalog_admin.artefacts.tables.axes import kind_declared, possible
from catalog_admin.artefacts.tables.cells import Result, literal_of
from catalog_admin.artefacts.tables.declared import domain
from catalog_admin.artefacts.tables.fence import Safe
from catalog_admin.artefacts.tables.graph import Border, Computed, Graph, Switch, Tabled
from catalog_admin.artefacts.tables.model import Row, Table
from catalog_admin.artefacts.tables.paths import Path
from catalog_admin.artefacts.tables.regions import Value
from catalog_admin.artefacts.tables.walk import decide
from catalog_admin.artefacts.tables.words import words

_VALUE_LIMIT = 64
Edges = dict[Path, dict[str, set[Value]]]


def compared_graphs(before: Graph, after: Graph, instant: datetime, limit: int = CASE_LIMIT) -> Behaviour:
    """Graphs answer differently when their outcome or their result differs: which row said so is not asked."""
    return compared(_answering(before), _answering(after), space_of(before, after), [instant], limit)


def _answering(graph: Graph) -> Decides:
    def answer(context: Mapping[str, Any], instant: datetime) -> Any:
        found = decide(graph, context, instant)
        return found.outcome.name, found.result

    return answer


def space_of(*graphs: Graph) -> Space:
    """Every input that one of the graphs reads, with values from both sides of every edge of all of them."""
    edges: Edges = {}
    # What nodes answer is no input of the graph.
    computed: set[Path] = set()
    for graph in graphs:
        computed.update(path for node in graph.nodes for path in node.answers())
        _gather(graph, edges)
    axes = [
        Axis(path, _values(graphs, path, found))
        for path, found in edges.items()
        if not any(path[: len(made)] == made for made in computed)
    ]
    tables = [table for graph in graphs for table in _tables(graph)]
    seeds = [_seed(axes, table, row) for table in tables for row in table.rows]
    return Space(axes, seeds)


def _tables(graph: Graph) -> Iterator[Table]:
    return (node.body.table for node in graph.nodes if isinstance(node.body, Tabled))


def _gather(graph: Graph, edges: Edges) -> None:
    for node in graph.nodes:
        body = node.body
        if isinstance(body, Tabled):
            _of_table(body.table, edges)
        elif isinstance(body, Computed):
            for _, result in body.entries:
                _of_expression(result.safe, edges)
        elif isinstance(body, Switch):
            for statement in body.statements:
                if statement.condition is not None:
                    _of_expression(statement.condition.safe, edges)


def _of_table(table: Table, edges: Edges) -> None:
    for column in table.inputs:
        if column.path is not None:
            edges.setdefault(column.path, {})
        elif column.expression is not None:
            _of_expression(column.expression, edges)
    for row in table.rows:
        for column, test in zip(table.inputs, row.tests, strict=True):
            if test is None:
                continue
            if test.region is not None and column.path is not None:
                edges[column.path].setdefault(test.region.kind, set()).update(test.region.edges)
            else:
                reads = column.expression.reads if column.expression is not None else frozenset()
                _of_expression(test.safe, edges, {*reads, *([column.path] if column.path else [])})
        for result in row.results:
            if isinstance(result, Result):
                _of_expression(result.safe, edges)


def _of_expression(safe: Safe, edges: Edges, also: Iterable[Path] = ()) -> None:
    """Whatever is written in an expression may be what it compares its inputs with."""
    literals = [literal_of([word]) for word in words(safe.text)]
    for path in {*safe.reads, *also}:
        found = edges.setdefault(path, {})
        if path[0].startswith("$"):
            del edges[path]
            continue
        for value in literals:
            if isinstance(value, bool | str):
                found.setdefault("boolean" if isinstance(value, bool) else "text", set()).add(value)
            elif value is not None:
                found.setdefault("number", set()).add(Decimal(value))


def _values(graphs: tuple[Graph, ...], path: Path, edges: dict[str, set[Value]]) -> list[Any]:
    """Values of every kind that the input is compared with, those its declaration allows, and none at all."""
    values: list[Any] = []
    for schema in (_schema(graph) for graph in graphs):
        said = domain(schema, path)
        kinds = edges or {kind_declared(said): set()}
        for kind, found in kinds.items():
            values += [value for value in possible(kind, set(found), said, ()) if value not in values]
    return [*values[:_VALUE_LIMIT], ABSENT]


def _schema(graph: Graph) -> Mapping[str, Any] | None:
    schemas = (node.body.schema for node in graph.nodes if isinstance(node.body, Border) and node.body.enters)
    return next((declared.schema for declared in schemas if declared is not None), None)


def _seed(axes: list[Axis], table: Table, row: Row) -> tuple[int, ...]:
    """A point that satisfies the row as far as its cells are decidable."""
    tests = {column.path: test for column, test in zip(table.inputs, row.tests, strict=True) if test is not None}
    return tuple(_satisfying(axis, tests.get(axis.path)) for axis in axes)


def _satisfying(axis: Axis, test: Any) -> int:
    region = getattr(test, "region", None)
    if region is None:
        return 0
    for place, value in enumerate(axis.values):
        if value is not ABSENT and _is_of(value, region.kind) and region.holds(value):
            return place
    return 0


def _is_of(value: Any, kind: str) -> bool:
    return kind == ("boolean" if isinstance(value, bool) else "text" if isinstance(value, str) else "number")
