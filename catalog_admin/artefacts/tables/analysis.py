"""Gaps, overlaps and rows that are never the answer: exact for intervals, equalities and sets, honest about the rest.

Each input is cut at the edges of its cells into parts inside which no cell changes its mind. Rows are bits of a
number; going through the inputs one after the other, parts that keep the same rows are one part. What is left after
the last input are the rows that match together: none is a gap, two are an overlap. Cells without a region make a row
one that may match: then a gap needs no row that may, an overlap two that surely do, and everything between is said to
be undecided.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog_admin.artefacts.tables.axes import Axis, axes_of
from catalog_admin.artefacts.tables.model import HitPolicy, Table
from catalog_admin.artefacts.tables.parts import Cut, Part, bits, cut
from catalog_admin.artefacts.tables.regions import Value
from catalog_admin.artefacts.tables.shapes import place

# Looks at a part of an input; where there are many rows, one takes longer, and so counts for more.
STEP_LIMIT = 1_000_000
ROWS_A_STEP = 500
# Of all parts of all inputs, each with a bit for every row.
BIT_LIMIT = 500_000_000
WITNESS_LIMIT = 20
TOO_MANY = "too many combinations to go through"


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rows, and inputs for which both match."""

    rows: tuple[int, int]
    witness: Mapping[str, Any]


@dataclass(frozen=True)
class Analysis:
    """`decided` False: there may be more than was found, and `reason` says why."""

    gaps: tuple[Mapping[str, Any], ...]
    overlaps: tuple[Overlap, ...]
    unreachable: tuple[int, ...]
    decided: bool
    reason: str | None = None


@dataclass(slots=True)
class _Search:
    table: Table
    axes: list[Cut]
    left: int
    seen: set[tuple[int, int, int]] = field(default_factory=set)
    gaps: list[Mapping[str, Any]] = field(default_factory=list)
    overlaps: dict[tuple[int, int], Mapping[str, Any]] = field(default_factory=dict)
    reached: int = 0
    doubtful: bool = False

    def go(self, depth: int, surely: int, perhaps: int, chosen: list[Value]) -> None:
        if depth == len(self.axes) or not perhaps:
            self.arrive(surely, perhaps, chosen)
        elif self.left >= 0 and (depth, surely, perhaps) not in self.seen:
            self.seen.add((depth, surely, perhaps))
            parts = self.axes[depth].told_apart_by(perhaps)
            self.left -= len(parts) * (1 + len(self.table.rows) // ROWS_A_STEP)
            for part in _grouped(parts, surely, perhaps):
                self.go(depth + 1, surely & part.surely, perhaps & part.perhaps, [*chosen, part.value])

    def arrive(self, surely: int, perhaps: int, chosen: list[Value]) -> None:
        self.doubtful |= surely != perhaps
        self.reached |= self.firsts(surely, perhaps)
        if not perhaps and len(self.gaps) < WITNESS_LIMIT:
            self.gaps.append(self.witness(chosen))
        for pair in self.pairs(surely):
            self.overlaps.setdefault(pair, self.witness(chosen))

    def firsts(self, surely: int, perhaps: int) -> int:
        """The rows that may come first here: none after the first that surely matches."""
        first = surely & -surely
        return perhaps & (2 * first - 1) if first else perhaps

    def pairs(self, surely: int) -> Iterator[tuple[int, int]]:
        """Each row with the next one that matches with it: enough to show every row that overlaps."""
        before: int | None = None
        while surely and len(self.overlaps) < WITNESS_LIMIT:
            row = (surely & -surely).bit_length() - 1
            if before is not None:
                yield before, row
            before = row
            surely &= surely - 1

    def witness(self, chosen: list[Value]) -> Mapping[str, Any]:
        """Inputs for this place; those that were not looked at any more get any value they can have."""
        shape: dict[str, Any] = {}
        for place_, each in enumerate(self.axes):
            place(shape, each.axis.path, chosen[place_] if place_ < len(chosen) else each.parts[0].value)
        return shape


def analysed(table: Table, schema: Mapping[str, Any] | None = None, steps: int = STEP_LIMIT) -> Analysis:
    """Work is bounded: what is not found in so many steps is said to be undecided."""
    axes = axes_of(table, schema)
    everything = (1 << len(table.rows)) - 1
    doubted = _doubted(table, axes)
    if sum(len(axis.values) for axis in axes) * len(table.rows) > BIT_LIMIT:
        return Analysis((), (), (), decided=False, reason=TOO_MANY)
    if not all(axis.values for axis in axes):  # a declaration that no value satisfies
        return Analysis((), (), tuple(bits(everything)), decided=True)
    search = _Search(table, [cut(table, axis) for axis in axes], steps)
    search.go(0, everything & ~doubted, everything, [])
    unreached = everything & ~search.reached if search.left >= 0 else 0
    return Analysis(
        tuple(search.gaps),
        tuple(Overlap(pair, witness) for pair, witness in sorted(search.overlaps.items())),
        tuple(bits(unreached if table.hit_policy is HitPolicy.FIRST else _empty(search))),
        decided=search.left >= 0 and not search.doubtful,
        reason=_why(search, table),
    )


def _doubted(table: Table, axes: list[Axis]) -> int:
    """Rows with a cell in a column that is no plain path: whether they match is not decided here."""
    looked_at = {column for axis in axes for column in axis.columns}
    doubted = 0
    for place_, row in enumerate(table.rows):
        if any(test is not None and column not in looked_at for column, test in enumerate(row.tests)):
            doubted |= 1 << place_
    return doubted


def _empty(search: _Search) -> int:
    """Rows that match nothing at all."""
    empty = 0
    for each in search.axes:
        perhaps = 0
        for part in each.parts:
            perhaps |= part.perhaps
        empty |= ((1 << len(search.table.rows)) - 1) & ~perhaps
    return empty


def _grouped(parts: Sequence[Part], surely: int, perhaps: int) -> Iterator[Part]:
    seen: set[tuple[int, int]] = set()
    for part in parts:
        key = (surely & part.surely, perhaps & part.perhaps)
        if key not in seen:
            seen.add(key)
            yield part


def _why(search: _Search, table: Table) -> str | None:
    if search.left < 0:
        return TOO_MANY
    if not search.doubtful:
        return None
    for row in table.rows:
        for column, test in zip(table.inputs, row.tests, strict=True):
            if test is not None and column.path is None:
                return f"the column `{column.title[:60] or column.id}` is more than a name"
            if test is not None and test.region is None:
                return f"`{test.source[:60]}` says more than intervals, equalities and sets"
    return "the cells of a column take values of different kinds"
