"""Inputs worth trying: on and beside every edge at which one of two versions can change its mind.

All combinations where they are few. Where they are many: from each seed (an input that satisfies one row, say) each
value of every axis alone, then of every two axes together, until the limit. Whoever knows what has changed puts its
axes, values and seeds first. The order never depends on chance: where it is not known that one value of each part is
there, some cases are drawn at last, and drawn the same each time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, product
from math import prod
from typing import Any

from catalog_admin.artefacts.differing.straying import strayed
from catalog_admin.artefacts.tables.paths import Path
from catalog_admin.artefacts.tables.shapes import place

CASE_LIMIT = 5_000
# The value that is not there: what happens without it is a boundary like any other.
ABSENT = object()
# So many cases are drawn at most.
DRAWN = 1_000
# The path of the instant, where it is an axis like any other.
INSTANT: Path = ()
Point = tuple[Any, ...]


@dataclass(frozen=True)
class Axis:
    """An input, and a value of each part into which both versions cut it; the `first` ones tell the versions apart."""

    path: Path
    values: Sequence[Any]
    first: int = 0

    def places(self, *, is_narrow: bool) -> range:
        return range(min(self.first, len(self.values)) if is_narrow and self.first else len(self.values))


@dataclass(frozen=True)
class Space:
    """The axes, and points in them from which to look around: places of values by axis. `is_whole` where no value that
    is worth trying was left out."""

    axes: Sequence[Axis]
    seeds: Sequence[tuple[int, ...]] = ()
    is_whole: bool = True

    def is_within(self, limit: int) -> bool:
        """Whether all combinations are no more than that."""
        return prod(len(axis.values) for axis in self.axes) <= limit

    def contexts(self, limit: int = CASE_LIMIT) -> Iterator[Mapping[str, Any]]:
        """Each once, no more than the limit."""
        return (context for context, _ in self.points(limit))

    def points(self, limit: int = CASE_LIMIT) -> Iterator[tuple[Mapping[str, Any], datetime | None]]:
        """The same, with the instant where that is an axis."""
        seen: set[tuple[int, ...]] = set()
        for places in self._places(limit):
            if len(seen) >= limit:
                return
            if places not in seen:
                seen.add(places)
                yield self._point([axis.values[at] for axis, at in zip(self.axes, places, strict=True)])

    def drawn(self, limit: int) -> Iterator[tuple[Mapping[str, Any], datetime | None]]:
        """Points that are none of these."""
        for values in strayed([axis.values for axis in self.axes], min(DRAWN, limit), ABSENT):
            yield self._point(values)

    def _places(self, limit: int) -> Iterator[tuple[int, ...]]:
        if self.is_within(limit):
            yield from product(*(range(len(axis.values)) for axis in self.axes))
            return
        seeds = [*self.seeds, *self._diagonal()]
        yield from seeds[: 1 + limit // 2]  # the rest is for looking around
        for is_narrow, together in ((True, 1), (True, 2), (False, 1), (False, 2)):
            for seed in seeds:
                for axes in combinations(range(len(self.axes)), together):
                    yield from self._around(seed, axes, is_narrow=is_narrow)

    def _around(self, seed: tuple[int, ...], axes: tuple[int, ...], *, is_narrow: bool) -> Iterator[tuple[int, ...]]:
        for values in product(*(self.axes[axis].places(is_narrow=is_narrow) for axis in axes)):
            moved = list(seed)
            for axis, value in zip(axes, values, strict=True):
                moved[axis] = value
            yield tuple(moved)

    def _diagonal(self) -> Iterator[tuple[int, ...]]:
        for step in range(max((len(axis.values) for axis in self.axes), default=0)):
            yield tuple(step % len(axis.values) for axis in self.axes)

    def _point(self, values: Sequence[Any]) -> tuple[Mapping[str, Any], datetime | None]:
        context: dict[str, Any] = {}
        instant: datetime | None = None
        for axis, value in zip(self.axes, values, strict=True):
            if axis.path == INSTANT:
                instant = value
            elif value is not ABSENT:
                place(context, axis.path, value)
        return context, instant
