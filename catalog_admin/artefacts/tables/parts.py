"""Of each value that an input can have, the rows that let it pass: as bits of a number, row by row.

A test changes its mind at its own edges alone. So nobody asks every test about every value: the values are gone
through in their order, and at each edge the rows change that change their mind there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import pairwise
from operator import and_

from catalog_admin.artefacts.tables.axes import Axis
from catalog_admin.artefacts.tables.model import Table
from catalog_admin.artefacts.tables.regions import Region, Value, representatives

Rows = int
Tests = Mapping[Region, Rows]


@dataclass(frozen=True, slots=True)
class Part:
    """Values that no cell tells apart: one of them, and the rows that let it pass, surely or perhaps."""

    value: Value
    surely: Rows
    perhaps: Rows


@dataclass(frozen=True, slots=True)
class Cut:
    """An input in parts; `turns` are for each row the places of the parts at which it changes its mind."""

    axis: Axis
    parts: Sequence[Part]
    turns: Sequence[Sequence[int]]

    def told_apart_by(self, rows: Rows) -> Sequence[Part]:
        """Parts that these rows see as different: of few rows only those at which one of them turns."""
        if 4 * rows.bit_count() >= len(self.parts):
            return self.parts
        return [self.parts[place] for place in sorted({0}.union(*(self.turns[row] for row in bits(rows))))]


def cut(table: Table, axis: Axis) -> Cut:
    parts = _parts(table, axis)
    turns: list[list[int]] = [[] for _ in table.rows]
    for place, (before, part) in enumerate(pairwise(parts), 1):
        for row in bits((before.surely ^ part.surely) | (before.perhaps ^ part.perhaps)):
            turns[row].append(place)
    return Cut(axis, parts, turns)


def bits(rows: Rows) -> Iterator[int]:
    while rows:
        yield (rows & -rows).bit_length() - 1
        rows &= rows - 1


def stretches(table: Table, axis: Axis) -> Iterator[Part]:
    """One for each value of the axis, in their order."""
    columns = [_column(table, column, axis) for column in axis.columns]
    for value, *passing in zip(axis.values, *columns, strict=True):
        surely, perhaps = (reduce(and_, each) for each in zip(*passing, strict=True))
        yield Part(value, surely, perhaps)


def _parts(table: Table, axis: Axis) -> list[Part]:
    """One for each pair of rows that pass, by the first value of it."""
    found: dict[tuple[Rows, Rows], Part] = {}
    for part in stretches(table, axis):
        found.setdefault((part.surely, part.perhaps), part)
    return [*found.values()]


def _column(table: Table, column: int, axis: Axis) -> Iterator[tuple[Rows, Rows]]:
    """For each value of the axis the rows that surely pass, and those that perhaps do."""
    free = doubted = 0
    tests: dict[Region, Rows] = {}
    for place, row in enumerate(table.rows):
        test = row.tests[column]
        if test is None:
            free |= 1 << place
        elif test.region is None or not axis.decided:
            doubted |= 1 << place
        else:
            tests[test.region] = tests.get(test.region, 0) | 1 << place
    for held in _held(tests, axis.values):
        yield free | held, free | held | doubted


def _held(tests: Tests, values: Sequence[Value]) -> list[Rows]:
    """For each value the rows whose test holds of it."""
    if all(isinstance(value, Decimal) for value in values):
        return _of_numbers(tests, values)
    rows, changing = 0, dict.fromkeys(values, 0)
    for region, of_region in tests.items():
        elsewhere = region.holds(_beside(region))
        rows |= of_region if elsewhere else 0
        for edge in region.edges:
            if edge in changing and region.holds(edge) is not elsewhere:
                changing[edge] |= of_region
    return [rows ^ changing[value] for value in values]


def _beside(region: Region) -> Value:
    """A value that is none of those that the region names; of yes and no, whichever, if it names both."""
    return next((value for value in representatives(region.kind, region.edges) if value not in region.edges), True)


def _of_numbers(tests: Tests, values: Sequence[Value]) -> list[Rows]:
    rows, changes = _changes(tests)
    at = 0
    held: dict[Value, Rows] = {}
    for value in sorted(value for value in values if isinstance(value, Decimal)):
        while at < len(changes) and changes[at][:2] <= (value, False):
            rows ^= changes[at][2]
            at += 1
        held[value] = rows
    return [held[value] for value in values]


def _changes(tests: Tests) -> tuple[Rows, list[tuple[Decimal, bool, Rows]]]:
    """The rows that hold below every edge; then which change their mind, at an edge (False) or beyond it (True)."""
    rows = 0
    changes: list[tuple[Decimal, bool, Rows]] = []
    for region, of_region in tests.items():
        edges = sorted(edge for edge in region.edges if isinstance(edge, Decimal))
        holds, *said = map(region.holds, representatives(region.kind, edges))
        rows |= of_region if holds else 0
        for place, now in enumerate(said):
            if now is not holds:
                changes.append((edges[place // 2], place % 2 == 1, of_region))
            holds = now
    return rows, sorted(changes)
