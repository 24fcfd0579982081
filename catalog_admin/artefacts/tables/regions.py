"""What a simple cell says, as sets and intervals: the ground of gaps, overlaps, boundaries and witnesses.

A cell that says anything else than comparisons with written values has no region: it is "not decided".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeAlias

from catalog_admin.predicates.exact import WIDE

Value: TypeAlias = Decimal | str | bool


@dataclass(frozen=True, slots=True)
class Among:
    """One of the values, or none of them."""

    values: tuple[Value, ...]
    inside: bool = True

    def holds(self, value: Any) -> bool:
        return (value in self.values) is self.inside


@dataclass(frozen=True, slots=True)
class Between:
    """An interval; an end that is None is open for ever."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_in: bool = False
    high_in: bool = False
    inside: bool = True

    def holds(self, value: Any) -> bool:
        above = self.low is None or value > self.low or (self.low_in and value == self.low)
        below = self.high is None or value < self.high or (self.high_in and value == self.high)
        return (above and below) is self.inside


@dataclass(frozen=True, slots=True)
class Joined:
    """All of the parts, or any of them."""

    parts: tuple["Shape", ...]
    every: bool

    def holds(self, value: Any) -> bool:
        return (all if self.every else any)(part.holds(value) for part in self.parts)


Shape: TypeAlias = Among | Between | Joined


@dataclass(frozen=True, slots=True)
class Region:
    """`kind` is what the values are; at the `edges` alone the answer can change."""

    kind: str
    shape: Shape
    edges: frozenset[Value]

    def holds(self, value: Any) -> bool:
        return self.shape.holds(value)

    @property
    def is_all(self) -> bool:
        """Whether it holds for every value of its kind."""
        return all(map(self.holds, representatives(self.kind, self.edges)))


def representatives(kind: str, edges: Iterable[Value]) -> list[Value]:
    """One value from each part into which the edges cut the kind: every edge, and something of each side of it."""
    if kind == "boolean":
        return [True, False]
    if kind == "text":
        texts = sorted(str(edge) for edge in edges)
        return [*texts, _another(texts)]
    numbers = sorted(edge for edge in edges if isinstance(edge, Decimal))
    if not numbers:
        return [Decimal(0)]
    between = [WIDE.divide(WIDE.add(low, high), Decimal(2)) for low, high in pairwise(numbers)]
    outside = [WIDE.subtract(numbers[0], Decimal(1)), WIDE.add(numbers[-1], Decimal(1))]
    return [*sorted([*numbers, *between, *outside])]


def _another(texts: list[str]) -> str:
    """A text that is none of these."""
    other = "other"
    while other in texts:
        other += "_"
    return other
