"""Behavioural difference: inputs for which two versions answer differently, or none found among so many."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.differing.probing import CASE_LIMIT, Space
from catalog_admin.artefacts.kinds.equality import same

FLIP_LIMIT = 20
Context = Mapping[str, Any]
# What somebody who asks gets, as plain values.
Decides = Callable[[Context, datetime], Any]


@dataclass(frozen=True, slots=True)
class Flip:
    """Inputs that show the difference, and what either version makes of them."""

    context: Context
    instant: datetime
    before: Any
    after: Any


@dataclass(frozen=True)
class Behaviour:
    """`exhaustive` when every combination of boundary values was tried; even then it is no proof beyond them."""

    flips: tuple[Flip, ...]
    cases: int
    exhaustive: bool

    def __str__(self) -> str:
        tried = f"{self.cases:,} boundary cases"
        if not self.flips:
            return f"none found in {tried}"
        return f"{len(self.flips)} shown of {tried}"


def compared(
    before: Decides, after: Decides, space: Space, instants: Sequence[datetime], limit: int = CASE_LIMIT
) -> Behaviour:
    """Tries the inputs at each instant, no more of both together than the limit; one input is shown for each pair of
    different answers, so that all are seen."""
    flips: dict[str, Flip] = {}
    cases = 0
    most = max(1, limit // len(instants))
    for context in space.contexts(most):
        for instant in instants:
            cases += 1
            was, now = before(context, instant), after(context, instant)
            if len(flips) < FLIP_LIMIT and not same(was, now):
                flips.setdefault(f"{was!r} {now!r}", Flip(context, instant, was, now))
    return Behaviour(tuple(flips.values()), cases, exhaustive=space.is_within(most))
