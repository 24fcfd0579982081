"""Gaps, overlaps and rows that are never the answer: exact for intervals, equalities and sets, honest about the rest.

Each input is cut at the edges of its cells into parts inside which no cell changes its mind. Rows are bits of a
number; going through the inputs one after the other, parts that keep the same rows are one part. What is left after
the last input are the rows that match together: none is a gap, two are an overlap. Cells without a region make a row
one that may match: then a gap needs no row that may, an overlap two that surely do, and everything between is said to
be undecided.

A gap is told for each place of an input at which none of the rows is left that came so far: of a line of numbers for
each stretch, else for each value. Of overlaps those are told that matter: under `any`, rows that contradict each other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from catalog_admin.artefacts.tables.axes import Axis, axes_of
from catalog_admin.artefacts.tables.contradictions import Contradictions
from catalog_admin.artefacts.tables.model import HitPolicy, Table
from catalog_admin.artefacts.tables.parts import Cut, Part, bits, cut, stretches
from catalog_admin.artefacts.tables.paths import Path
from catalog_admin.artefacts.tables.regions import Value
from catalog_admin.artefacts.tables.shapes import place

# Looks at a part of an input; where there are many rows, one takes longer, and so counts for more.
STEP_LIMIT = 1_000_000
ROWS_A_STEP = 500
# Of all parts of all inputs, each with a bit for every row.
BIT_LIMIT = 500_000_000
WITNESS_LIMIT = 20
# Places of the search that are looked at once more for their gaps; each other one counts as a gap.
OPENING_LIMIT = 100
TOO_MANY = "too many combinations to go through"


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rows, and inputs for which both match."""

    rows: tuple[int, int]
    witness: Mapping[str, Any]


@dataclass(frozen=True)
class Analysis:
    """`decided` False: there may be more than was found, and `reason` says why.

    `more_gaps` were found and are not told of one by one. `impossible` rows match nothing at all, whatever lies before
    them: each with a column that no value satisfies.
    """

    gaps: tuple[Mapping[str, Any], ...]
    overlaps: tuple[Overlap, ...]
    unreachable: tuple[int, ...]
    decided: bool
    reason: str | None = None
    more_gaps: int = 0
    impossible: Mapping[int, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Opening:
    """A place in the search from which an input has values that none of the rows takes."""

    depth: int
    rows: int
    chosen: list[Value]


@dataclass(slots=True)
class _Search:
    table: Table
    axes: list[Cut]
    left: int
    contradictions: Contradictions | None = None
    seen: set[tuple[int, int, int]] = field(default_factory=set)
    openings: list[_Opening] = field(default_factory=list)
    passed_by: int = 0
    overlaps: dict[tuple[int, int], Mapping[str, Any]] = field(default_factory=dict)
    reached: int = 0
    doubtful: bool = False

    def go(self, depth: int, surely: int, perhaps: int, chosen: list[Value]) -> None:
        if depth == len(self.axes):
            self.arrive(surely, perhaps, chosen)
        elif self.left >= 0 and (depth, surely, perhaps) not in self.seen:
            self.seen.add((depth, surely, perhaps))
            parts = self.axes[depth].told_apart_by(perhaps)
            self.left -= len(parts) * (1 + len(self.table.rows) // ROWS_A_STEP)
            for part in _grouped(parts, surely, perhaps):
                if perhaps & part.perhaps:
                    self.go(depth + 1, surely & part.surely, perhaps & part.perhaps, [*chosen, part.value])
                elif len(self.openings) < OPENING_LIMIT:
                    self.openings.append(_Opening(depth, perhaps, chosen))
                else:
                    self.passed_by += 1

    def arrive(self, surely: int, perhaps: int, chosen: list[Value]) -> None:
        self.doubtful |= surely != perhaps
        self.reached |= self.firsts(surely, perhaps)
        for pair in self.pairs(surely) if len(self.overlaps) < WITNESS_LIMIT else ():
            if pair not in self.overlaps:
                self.overlaps[pair] = self.witness(chosen)

    def firsts(self, surely: int, perhaps: int) -> int:
        """The rows that may come first here: none after the first that surely matches."""
        first = surely & -surely
        return perhaps & (2 * first - 1) if first else perhaps

    def pairs(self, surely: int) -> Iterator[tuple[int, int]]:
        """No more than there is room for."""
        found = self.contradictions.among(surely) if self.contradictions is not None else pairwise(bits(surely))
        for pair in found:
            yield pair
            if len(self.overlaps) >= WITNESS_LIMIT:
                break

    def gaps(self) -> tuple[list[Mapping[str, Any]], int]:
        """Those that are told, and how many more there are at least."""
        found: list[Mapping[str, Any]] = []
        count = self.passed_by
        for depth, each in enumerate(self.axes):
            openings = [opening for opening in self.openings if opening.depth == depth]
            values = [*stretches(self.table, each.axis)] if openings else []
            for opening in openings:
                for value in _left_open(values, opening.rows, is_line=each.axis.is_line):
                    count += 1
                    if len(found) < WITNESS_LIMIT:
                        found.append(self.witness([*opening.chosen, value]))
        return found, count - len(found)

    def witness(self, chosen: list[Value]) -> Mapping[str, Any]:
        """Inputs for this place; those that were not looked at any more get any value they can have."""
        shape: dict[str, Any] = {}
        for place_, each in enumerate(self.axes):
            place(shape, each.axis.path, chosen[place_] if place_ < len(chosen) else each.parts[0].value)
        return shape


def _left_open(values: Sequence[Part], rows: int, *, is_line: bool) -> Iterator[Value]:
    """Of a line the first value of each stretch, else every value."""
    was_open = False
    for part in values:
        is_open = not rows & part.perhaps
        if is_open and not (was_open and is_line):
            yield part.value
        was_open = is_open


def analysed(table: Table, schema: Mapping[str, Any] | None = None, steps: int = STEP_LIMIT) -> Analysis:
    """Work is bounded: what is not found in so many steps is said to be undecided."""
    axes = axes_of(table, schema)
    everything = (1 << len(table.rows)) - 1
    doubted = _doubted(table, axes)
    if sum(len(axis.values) for axis in axes) * len(table.rows) > BIT_LIMIT:
        return Analysis((), (), (), decided=False, reason=TOO_MANY)
    empty = next((axis for axis in axes if not axis.values), None)
    if empty is not None:  # a declaration that no value satisfies
        idle = tuple(bits(everything))
        return Analysis((), (), idle, decided=True, impossible=dict.fromkeys(idle, empty.path))
    is_any = table.hit_policy is HitPolicy.ANY
    search = _Search(table, [cut(table, axis) for axis in axes], steps, Contradictions(table) if is_any else None)
    if everything:
        search.go(0, everything & ~doubted, everything, [])
    return _found(search)


def _found(search: _Search) -> Analysis:
    table = search.table
    gaps, more = search.gaps() if table.rows else ([search.witness([])], 0)
    impossible = _impossible(search)
    unreached = ((1 << len(table.rows)) - 1) & ~search.reached if search.left >= 0 else 0
    reason = _why(search, table)
    return Analysis(
        tuple(gaps),
        tuple(Overlap(pair, witness) for pair, witness in sorted(search.overlaps.items())),
        tuple(bits(unreached) if table.hit_policy is HitPolicy.FIRST else sorted(impossible)),
        decided=reason is None,
        reason=reason,
        more_gaps=more,
        impossible=impossible,
    )


def _doubted(table: Table, axes: list[Axis]) -> int:
    """Rows with a cell in a column that is no plain path: whether they match is not decided here."""
    looked_at = {column for axis in axes for column in axis.columns}
    doubted = 0
    for place_, row in enumerate(table.rows):
        if any(test is not None and column not in looked_at for column, test in enumerate(row.tests)):
            doubted |= 1 << place_
    return doubted


def _impossible(search: _Search) -> dict[int, Path]:
    """Rows that match nothing at all, with the first column whose cell no value satisfies."""
    found: dict[int, Path] = {}
    for each in search.axes:
        perhaps = 0
        for part in each.parts:
            perhaps |= part.perhaps
        for row in bits(((1 << len(search.table.rows)) - 1) & ~perhaps):
            found.setdefault(row, each.axis.path)
    return found


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
    if len(search.overlaps) >= WITNESS_LIMIT and table.hit_policy in (HitPolicy.UNIQUE, HitPolicy.ANY):
        return f"there may be more overlaps than the first {WITNESS_LIMIT} that were found"
    if not search.doubtful:
        return None
    for row in table.rows:
        for column, test in zip(table.inputs, row.tests, strict=True):
            if test is not None and column.path is None:
                return f"the column `{column.title[:60] or column.id}` is more than a name"
            if test is not None and test.region is None:
                return f"`{test.source[:60]}` says more than intervals, equalities and sets"
    return "the cells of a column take values of different kinds"
