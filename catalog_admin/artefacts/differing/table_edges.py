"""Where graphs of tables can change their mind: the edges of their cells, and what other cells compare with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.differing.behaviour import Behaviour, Decides, compared, named
from catalog_admin.artefacts.differing.probing import ABSENT, CASE_LIMIT, Axis, Space
from catalog_admin.artefacts.differing.table_gathering import (
    Edges,
    Gathered,
    OfKind,
    Tested,
    edges_of,
    gather,
    said,
)
from catalog_admin.artefacts.kinds.equality import text_of
from catalog_admin.artefacts.tables.axes import kind_declared, possible
from catalog_admin.artefacts.tables.declared import domain
from catalog_admin.artefacts.tables.graph import Border, Graph
from catalog_admin.artefacts.tables.paths import Path
from catalog_admin.artefacts.tables.walk import decide

_VALUE_LIMIT = 64
_ITEM_LIMIT = 24
_SEED_LIMIT = 500


def compared_graphs(before: Graph, after: Graph, instant: datetime, limit: int = CASE_LIMIT) -> Behaviour:
    """Graphs answer differently when their outcome or their result differs: which row said so is not asked."""
    space, unknown = space_of(before, after)
    return compared(_answering(before), _answering(after), space, [instant], limit, unknown)


def _answering(graph: Graph) -> Decides:
    def answer(context: Mapping[str, Any], instant: datetime) -> Any:
        found = decide(graph, context, instant)
        return found.outcome.name, found.result

    return answer


def space_of(*graphs: Graph) -> tuple[Space, tuple[str, ...]]:
    """Every input that one of the graphs reads, with values from both sides of every edge of all of them; and what of
    them may turn elsewhere: expressions, lists, inputs with more edges than are tried.

    The edges and the rows that are not in all of them come first: of a large table only so much can be tried.
    """
    found = Gathered()
    rows = [gather(graph, found) for graph in graphs]
    everywhere = set.intersection(*({*map(said, each)} for each in rows))
    changed, same = (
        [row for each in rows for row in each if (said(row) in everywhere) is kept] for kept in (False, True)
    )
    # What nodes answer is no input of the graph.
    computed = {path for graph in graphs for node in graph.nodes for path in node.answers()}
    first = edges_of(changed)
    paths = [path for path in found.edges if not any(path[: len(made)] == made for made in computed)]
    paths.sort(key=lambda path: path not in first)
    made = [_axis(graphs, path, first.get(path, {}), found.edges[path]) for path in paths]
    made += [_lists(graphs, path, inner) for path, inner in found.loops.items() if path]
    axes = [axis for axis, _ in made]
    seeds = [_seed(axes, row) for row in (*changed, *same)[:_SEED_LIMIT]]
    # Of a context that is a list itself nothing is tried.
    is_whole = all(found.loops) and all(whole for _, whole in made)
    return Space(axes, seeds, is_whole), named(sorted(found.unknown))


def _lists(graphs: tuple[Graph, ...], path: Path, inner: Edges) -> tuple[Axis, bool]:
    """For what is decided for each item: no item, one of each sort worth trying, and the first two together; and
    whether these are all sorts."""
    made = [_axis(graphs, within, {}, found) for within, found in inner.items()]
    space = Space([axis for axis, _ in made])
    items = [dict(item) for item in space.contexts(_ITEM_LIMIT)]
    is_whole = space.is_within(_ITEM_LIMIT) and all(whole for _, whole in made)
    return Axis(path, [[], *([item] for item in items), items[:2], ABSENT]), is_whole


def _axis(graphs: tuple[Graph, ...], path: Path, first: OfKind, edges: OfKind) -> tuple[Axis, bool]:
    """Values of every kind that the input is compared with, those its declaration allows, and none at all; and whether
    these are all of them."""
    declared = [domain(_schema(graph), path) for graph in graphs]
    soon = _values(first, declared)
    values = soon | _values(edges or {kind_declared(each): set() for each in declared}, declared)
    return Axis(path, [*[*values.values()][:_VALUE_LIMIT], ABSENT], len(soon)), len(values) <= _VALUE_LIMIT


def _values(kinds: OfKind, declared: list[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        text_of(value): value
        for each in declared
        for kind, found in kinds.items()
        for value in possible(kind, set(found), each, ())
    }


def _schema(graph: Graph) -> Mapping[str, Any] | None:
    schemas = (node.body.schema for node in graph.nodes if isinstance(node.body, Border) and node.body.enters)
    return next((declared.schema for declared in schemas if declared is not None), None)


def _seed(axes: list[Axis], row: Tested) -> tuple[int, ...]:
    """A point that satisfies the row as far as its cells are decidable."""
    tests = {path: test for path, test in row.tests if test is not None}
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
