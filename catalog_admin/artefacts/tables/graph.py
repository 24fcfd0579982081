"""A GoRules JDM graph as we run it: nodes in an order in which each comes after those it waits for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from catalog_admin.artefacts.tables.cells import Condition, Result
from catalog_admin.artefacts.tables.declared import Declared
from catalog_admin.artefacts.tables.model import Table
from catalog_admin.artefacts.tables.paths import Path


@dataclass(frozen=True, slots=True)
class Frame:
    """What of its input a node sees, once or for each item, and where its answer goes."""

    pass_through: bool = False
    input_field: Path = ()
    output_path: Path = ()
    for_each: bool = False


@dataclass(frozen=True, slots=True)
class Border:
    """Where the context enters or the answer leaves."""

    schema: Declared | None
    enters: bool


@dataclass(frozen=True, slots=True)
class Tabled:
    table: Table
    frame: Frame


@dataclass(frozen=True, slots=True)
class Computed:
    """Expressions in order; each sees what those before it answered as `$`."""

    entries: tuple[tuple[Path, Result], ...]
    frame: Frame
    pointers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Opens the edges that name it; without a condition always, `otherwise` only when no other one holds."""

    id: str
    condition: Condition | None
    otherwise: bool
    pointer: str


@dataclass(frozen=True, slots=True)
class Switch:
    """Chooses the edges that are followed: those of the first statement that holds, or of all."""

    statements: tuple[Statement, ...]
    first_only: bool


Body: TypeAlias = Border | Tabled | Computed | Switch


@dataclass(frozen=True, slots=True)
class Node:
    id: str
    name: str
    pointer: str
    body: Body

    def answers(self) -> Iterator[Path]:
        """Where what it works out stands in what leaves it."""
        if isinstance(self.body, Computed):
            yield from ((*self.body.frame.output_path, *path) for path, _ in self.body.entries)
        elif isinstance(self.body, Tabled):
            yield from ((*self.body.frame.output_path, *output.path) for output in self.body.table.outputs)


@dataclass(frozen=True, slots=True)
class Edge:
    """`statement` is the one of the source that opens it, where the source is a switch."""

    source: str
    target: str
    statement: str | None = None


@dataclass(frozen=True)
class Graph:
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    incoming: dict[str, list[Edge]] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if isinstance(node.body, Tabled))

    @property
    def inputs(self) -> Declared | None:
        borders = (node.body for node in self.nodes if isinstance(node.body, Border) and node.body.enters)
        return next((border.schema for border in borders), None)
