"""Inputs worth trying: on and beside every edge at which one of two versions can change its mind.

All combinations where they are few. Where they are many: from each seed (an input that satisfies one row, say) each
value of every axis alone, then of every two axes together, until the limit. The order never depends on chance.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod
from typing import Any

from catalog_admin.artefacts.tables.paths import Path
from catalog_admin.artefacts.tables.shapes import place

CASE_LIMIT = 5_000
# The value that is not there: what happens without it is a boundary like any other.
ABSENT = object()
Point = tuple[Any, ...]


@dataclass(frozen=True)
class Axis:
    """An input, and a value of each part into which both versions cut it."""

    path: Path
    values: Sequence[Any]


@dataclass(frozen=True)
class Space:
    """The axes, and points in them from which to look around: places of values by axis."""

    axes: Sequence[Axis]
    seeds: Sequence[tuple[int, ...]] = ()

    @property
    def is_small(self) -> bool:
        return prod(len(axis.values) for axis in self.axes) <= CASE_LIMIT

    def contexts(self, limit: int = CASE_LIMIT) -> Iterator[Mapping[str, Any]]:
        """Each once, no more than the limit."""
        seen: set[tuple[int, ...]] = set()
        for places in self._places():
            if len(seen) >= limit:
                return
            if places not in seen:
                seen.add(places)
                yield self._context(places)

    def _places(self) -> Iterator[tuple[int, ...]]:
        if self.is_small:
            yield from product(*(range(len(axis.values)) for axis in self.axes))
            return
        seeds = [*self.seeds, *self._diagonal()]
        yield from seeds
        for together in (1, 2):
            for seed in seeds:
                for axes in combinations(range(len(self.axes)), together):
                    yield from self._around(seed, axes)

    def _around(self, seed: tuple[int, ...], axes: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        for values in product(*(range(len(self.axes[axis].values)) for axis in axes)):
            moved = list(seed)
            for axis, value in zip(axes, values, strict=True):
                moved[axis] = value
            yield tuple(moved)

    def _diagonal(self) -> Iterator[tuple[int, ...]]:
        for step in range(max((len(axis.values) for axis in self.axes), default=0)):
            yield tuple(step % len(axis.values) for axis in self.axes)

    def _context(self, places: tuple[int, ...]) -> Mapping[str, Any]:
        context: dict[str, Any] = {}
        for axis, value in zip(self.axes, places, strict=True):
            if axis.values[value] is not ABSENT:
                place(context, axis.path, axis.values[value])
        return context
