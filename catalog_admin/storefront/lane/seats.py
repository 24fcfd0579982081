"""Who was let in by the slow lane, less than half a minute ago."""

import time
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, NamedTuple

from catalog_admin.kit.actor import Actor
from catalog_admin.kit.ids import TenantId
from catalog_admin.kit.prepared_lines import RequestLine
from catalog_admin.kit.requests import whose
from catalog_admin.storefront.lane.asked import PATH
from catalog_admin.storefront.pointers import Place
from catalog_admin.storefront.standing import Standing

MOST = 10_000
# With what the verifier remembers of a token (access/verifying) it is a minute until one that was taken back ends.
SECONDS = 30.0


class Route(NamedTuple):
    """As much of a framework's route as is measured by."""

    path: str


ROUTE = Route(PATH)


@dataclass(frozen=True, slots=True)
class Seat:
    """`said` is what layers further out, and the log, want to know of a request."""

    asker: bytes
    place: Place
    until: float
    actor: Actor
    said: dict[str, Any]
    _lines: dict[str, RequestLine] = field(default_factory=dict)

    def line(self, method: str) -> RequestLine:
        if method not in self._lines:
            self._lines[method] = RequestLine(method, PATH, whose(self.said))
        return self._lines[method]


def seat_of(standing: Standing, state: dict[str, Any]) -> Seat:
    """Never longer than the token itself is good."""
    actor = state["actor"]
    seconds = min(SECONDS, actor.proven_until - time.time())
    said = {"actor": actor, "environment": state.get("environment", "")}
    return Seat(standing.asker, standing.place, standing.began + seconds, actor, said)


class Seats:
    """Taken by the loop; emptied by whatever thread hears that rights have changed."""

    def __init__(self) -> None:
        self.changes = 0
        self._seats: dict[bytes, Seat] = {}
        self._lock = Lock()

    def get(self, who: bytes, now: float) -> Seat | None:
        seat = self._seats.get(who)
        return seat if seat is not None and now < seat.until else None

    def keep(self, who: bytes, seat: Seat, *, changes: int) -> None:
        """Unless rights have changed since there were so many changes: he may have been let in before that."""
        with self._lock:
            if changes != self.changes:
                return
            if len(self._seats) >= MOST:
                self._seats = {}
            self._seats[who] = seat

    def forget(self, tenant: TenantId | None = None) -> None:
        """Everybody of one tenant, or of all."""
        with self._lock:
            self.changes += 1
            left = {} if tenant is None else {who: it for who, it in self._seats.items() if it.place[0] != tenant}
            self._seats = left
