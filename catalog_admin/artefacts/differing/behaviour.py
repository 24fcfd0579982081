"""Behavioural difference: inputs for which two versions answer differently, or none found among so many."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from catalog_admin.artefacts.differing.probing import CASE_LIMIT, Space
from catalog_admin.artefacts.kinds.equality import same

FLIP_LIMIT = 20
UNKNOWN_TOLD = 20
PART_SHOWN = 200
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
    """`exhaustive` when every combination of boundary values was tried, and all boundaries are known. `unknown` are the
    parts of which they are not: beside what was tried they may differ."""

    flips: tuple[Flip, ...]
    cases: int
    exhaustive: bool
    unknown: tuple[str, ...] = ()

    def __str__(self) -> str:
        tried = f"{self.cases:,} boundary cases"
        if not self.flips:
            return f"none found in {tried}"
        return f"{len(self.flips)} shown of {tried}"


def named(parts: Iterable[str]) -> tuple[str, ...]:
    """The first of them, each cut to what is read in one look, and how many there are beside."""
    told = [part if len(part) <= PART_SHOWN else f"{part[: PART_SHOWN - 1]}…" for part in dict.fromkeys(parts)]
    left = len(told) - UNKNOWN_TOLD
    return (*told[:UNKNOWN_TOLD], *([f"and {left:,} more"] if left > 0 else ()))


def compared(
    before: Decides,
    after: Decides,
    space: Space,
    instants: Sequence[datetime],
    limit: int = CASE_LIMIT,
    unknown: Sequence[str] = (),
) -> Behaviour:
    """Tries the inputs at each instant, no more of both together than the limit; one input is shown for each pair of
    different answers, so that all are seen. Where the space has instants of its own, those are tried instead."""
    most = max(1, limit // len(instants))
    trying = _Trying(before, after)
    # Where nothing says that this is all, some of the cases are drawn.
    drawn = most // 5 if unknown else 0
    for context, own in space.points(most - drawn):
        trying.at(context, instants if own is None else (own,))
    if drawn and not trying.flips:
        for context, own in space.drawn(drawn):
            trying.at(context, instants if own is None else (own,))
    is_all = space.is_whole and space.is_within(most - drawn) and not unknown
    return Behaviour(tuple(trying.flips.values()), trying.cases, is_all, tuple(unknown))


@dataclass
class _Trying:
    before: Decides
    after: Decides
    flips: dict[str, Flip] = field(default_factory=dict)
    cases: int = 0

    def at(self, context: Context, instants: Sequence[datetime]) -> None:
        for instant in instants:
            self.cases += 1
            was, now = self.before(context, instant), self.after(context, instant)
            if len(self.flips) < FLIP_LIMIT and not same(was, now):
                self.flips.setdefault(f"{was!r} {now!r}", Flip(context, instant, was, now))
