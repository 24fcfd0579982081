"""What the cells and expressions of a graph compare its inputs with, and its rows, each with what it tests."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from catalog_admin.artefacts.tables.cells import Result, literal_of
from catalog_admin.artefacts.tables.fence import Safe
from catalog_admin.artefacts.tables.graph import Computed, Graph, Switch, Tabled
from catalog_admin.artefacts.tables.model import Input, Row, Table
from catalog_admin.artefacts.tables.paths import Path
from catalog_admin.artefacts.tables.regions import Value
from catalog_admin.artefacts.tables.words import words

OfKind = dict[str, set[Value]]
Edges = dict[Path, OfKind]


@dataclass(frozen=True, slots=True)
class Tested:
    """A row of a table that looks at the whole context, or at the part of it that lies `within`."""

    row: Row
    inputs: tuple[Input, ...]
    within: Path

    @property
    def tests(self) -> Iterator[tuple[Path | None, Any]]:
        for column, test in zip(self.inputs, self.row.tests, strict=True):
            yield None if column.path is None else (*self.within, *column.path), test


@dataclass
class Gathered:
    """`loops` are the edges of what is decided for each item of a list, by where the list lies.

    `unknown` are the expressions that read something: where they turn is guessed from what is written in them.
    """

    edges: Edges = field(default_factory=dict)
    loops: dict[Path, Edges] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)

    def read(self, found: Iterable[Safe], edges: Edges, within: Path, also: Iterable[Path] = ()) -> None:
        """Whatever is written in an expression may be what it compares its inputs with."""
        for safe in found:
            paths = {*safe.reads, *also}
            if paths:
                self.unknown.add(safe.text)
            literals = [literal_of([word]) for word in words(safe.text)]
            for path in paths:
                if path[0].startswith("$"):
                    continue
                kinds = edges.setdefault((*within, *path), {})
                for value in literals:
                    if isinstance(value, bool | str):
                        kinds.setdefault("boolean" if isinstance(value, bool) else "text", set()).add(value)
                    elif value is not None:
                        kinds.setdefault("number", set()).add(Decimal(value))


def gather(graph: Graph, into: Gathered) -> list[Tested]:
    """The rows of its tables, those of loops apart."""
    rows: list[Tested] = []
    for node in graph.nodes:
        body = node.body
        if isinstance(body, Switch):
            conditions = (statement.condition for statement in body.statements)
            into.read((each.safe for each in conditions if each is not None), into.edges, ())
        elif isinstance(body, Tabled | Computed):
            frame = body.frame
            edges = into.loops.setdefault(frame.input_field, {}) if frame.for_each else into.edges
            within = () if frame.for_each else frame.input_field
            if isinstance(body, Computed):
                into.read((result.safe for _, result in body.entries), edges, within)
            else:
                found = [Tested(row, body.table.inputs, within) for row in body.table.rows]
                _of_columns(body.table, into, edges, within)
                _of_rows(found, into, edges)
                rows += [] if frame.for_each else found
    return rows


def edges_of(rows: Iterable[Tested]) -> Edges:
    found = Gathered()
    _of_rows(rows, found, found.edges)
    return found.edges


def said(row: Tested) -> tuple[Any, ...]:
    """What it tests and answers, whatever it is called and wherever it stands."""
    tests = [(column.title, test and test.source) for column, test in zip(row.inputs, row.row.tests, strict=True)]
    return row.within, *tests, *(result and result.source for result in row.row.results)


def _of_columns(table: Table, into: Gathered, edges: Edges, within: Path) -> None:
    for column in table.inputs:
        if column.path is not None:
            edges.setdefault((*within, *column.path), {})
        elif column.expression is not None:
            into.read([column.expression], edges, within)


def _of_rows(rows: Iterable[Tested], into: Gathered, edges: Edges) -> None:
    for row in rows:
        for column, (path, test) in zip(row.inputs, row.tests, strict=True):
            if test is None:
                continue
            if test.region is not None and path is not None:
                edges.setdefault(path, {}).setdefault(test.region.kind, set()).update(test.region.edges)
            else:
                reads = column.expression.reads if column.expression is not None else frozenset()
                also = {*reads, *([column.path] if column.path else [])}
                into.read([test.safe], edges, row.within, also)
        into.read((each.safe for each in row.row.results if isinstance(each, Result)), edges, row.within)
