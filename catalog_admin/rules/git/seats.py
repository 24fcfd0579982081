"""How many clones and pushes are served at once.

A *seat* is for git at work: a program, or a pack that is looked through. A *line* is for a client that is read from or
sent to, which costs little however long it takes: there are many more of them. In between is a *rest*: a program that
nobody listens to does nothing, but keeps its memory.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import Annotated, BinaryIO, cast

import structlog
from fastapi import Depends, Request

from catalog_admin.kit.guards import SomeActor
from catalog_admin.rules.git.pace import Pace
from catalog_admin.rules.git.shares import Shares, Whose

log = structlog.get_logger()

LONGEST_WAIT_SECONDS = 20.0
FOR_EVER = float("inf")
RESTS_PER_SEAT = 2


@dataclass(frozen=True)
class Bounds:
    """As the operator chose them. `longest_seconds` is for what one client sends, and again for what it is sent."""

    seats: int = 6
    lines: int = 64
    least_bytes_per_second: float = 4 * 1024
    patience_seconds: float = 120
    longest_seconds: float = 3600
    spool_bytes: int = 32 * 1024 * 1024

    def pace(self) -> Pace:
        return Pace(self.least_bytes_per_second, self.patience_seconds)


class Places:
    """Of a process. Whoever waits for a seat has a line: the queue is no longer than that."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.seats, self.lines = Shares(bounds.seats, queue=bounds.lines), Shares(bounds.lines, queue=bounds.lines)
        self.rests = Shares(bounds.seats * RESTS_PER_SEAT, queue=0)
        self.ended: Counter[str] = Counter()

    @asynccontextmanager
    async def visited(self, whose: Whose) -> AsyncIterator["Visit"]:
        """Raises GitBusy."""
        lines, visit = self.lines, Visit(self, whose)
        await lines.take(whose, LONGEST_WAIT_SECONDS)
        try:
            with visit.files:
                yield visit
        finally:
            visit.stand_up()
            visit.end_rest()
            lines.give_back(whose)

    def measured(self) -> Iterator[tuple[int, dict[str, str]]]:
        for kind, shares in (("seat", self.seats), ("rest", self.rests), ("line", self.lines)):
            yield shares.taken_now, {"kind": kind, "state": "taken"}
            yield shares.waiting_now, {"kind": kind, "state": "awaited"}

    def ended_so_far(self) -> Iterator[tuple[int, dict[str, str]]]:
        for reason, times in dict(self.ended).items():
            yield times, {"reason": reason}


@dataclass
class Visit:
    """One request of a client's."""

    places: Places
    whose: Whose
    files: ExitStack = field(default_factory=ExitStack)
    _seat: Shares | None = None
    _rest: Shares | None = None

    @property
    def bounds(self) -> Bounds:
        return self.places.bounds

    async def sit_down(self, within_seconds: float | None = None) -> None:
        """Raises GitBusy; also at once, where as many wait as may."""
        seats = self.places.seats
        await seats.take(self.whose, LONGEST_WAIT_SECONDS if within_seconds is None else within_seconds)
        self._seat = seats

    def stand_up(self) -> None:
        """Also for who stands already."""
        seat, self._seat = self._seat, None
        if seat is not None:
            seat.give_back(self.whose)

    def rest(self) -> None:
        """The seat is for others meanwhile; it is kept where as many rest as may."""
        if self._rest is None and self.places.rests.take_at_once(self.whose):
            self._rest = self.places.rests
            self.stand_up()

    async def go_on(self) -> None:
        """After a rest, however long it takes until a seat is free."""
        if self._seat is None:
            await self.sit_down(FOR_EVER)
        self.end_rest()

    def end_rest(self) -> None:
        rest, self._rest = self._rest, None
        if rest is not None:
            rest.give_back(self.whose)

    def file(self) -> BinaryIO:
        """Which goes with the visit, at the latest."""
        return self.files.enter_context(TemporaryFile())

    def ended(self, reason: str, **facts: object) -> None:
        """By us, and not by who came."""
        self.places.ended[reason] += 1
        log.warning("git.cut_off", reason=reason, tenant_id=str(self.whose.tenant), **facts)


async def _visit(request: Request, actor: SomeActor) -> AsyncIterator[Visit]:
    places = cast("Places", request.app.state.git_places)
    async with places.visited(Whose(actor.tenant, actor.subject)) as visit:
        yield visit


# scope="request": until the last byte has been sent.
TheVisit = Annotated[Visit, Depends(_visit, scope="request")]
