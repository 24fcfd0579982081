"""Live pointers in memory: at which generation each environment stands that is asked for.

Whoever moves an environment tells (kit/notices), and every quarter of a second all that are known are looked up. What
has not been confirmed for a second is as good as unknown, for an ear may be deaf without knowing it. A generation only
grows, so word that comes late, or a replica that is behind, never turns one back.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from catalog_admin.environments.moves import Move
from catalog_admin.kit.ids import EnvironmentId, TenantId
from catalog_admin.kit.notices import Connection
from catalog_admin.storefront.store.generations import generations

BOUND_SECONDS = 1.0
FORGOTTEN_SECONDS = 60.0
MOST = 10_000

Place = tuple[TenantId, EnvironmentId]


@dataclass(slots=True)
class _Pointer:
    generation: int
    true_at: float
    asked_at: float


class Pointers:
    """Read by the loop, written by whatever thread learns something; an instant is time.monotonic's."""

    def __init__(self, has_moved: Callable[[Place], None] = lambda place: None) -> None:
        """`has_moved` is called from any thread, and must be quick."""
        self._has_moved = has_moved
        self._known: dict[Place, _Pointer] = {}
        self._looked_at = float("-inf")
        self._lock = Lock()

    def are_fresh(self, now: float) -> bool:
        """Whether we would know by now of what was committed a second ago."""
        return now - self._looked_at <= BOUND_SECONDS

    def generation(self, place: Place, now: float) -> int | None:
        """None if it is not known for certain: ask the database."""
        pointer = self._known.get(place)
        if pointer is None or not self.are_fresh(now) or now - pointer.true_at > BOUND_SECONDS:
            return None
        pointer.asked_at = now
        return pointer.generation

    def learn(self, place: Place, generation: int, at: float) -> None:
        """What a snapshot said that was begun at this instant, or later."""
        with self._lock:
            if len(self._known) < MOST or place in self._known:
                self._raise(place, generation, at)

    def hear(self, tenant: TenantId, move: Move) -> None:
        place = tenant, move.environment
        with self._lock:
            if place in self._known:
                self._raise(place, move.generation, self._known[place].true_at)

    def look(self, connection: Connection) -> None:
        """All that are known, in one statement; one that is gone, or that nobody asks for, is forgotten."""
        began = time.monotonic()
        with self._lock:
            unasked = [place for place, known in self._known.items() if began - known.asked_at > FORGOTTEN_SECONDS]
            for place in unasked:
                del self._known[place]
            places = list(self._known)
        found = generations(connection, places)
        with self._lock:
            for place in places:
                if place in found:
                    self._raise(place, found[place], began)
                else:
                    del self._known[place]
        self._looked_at = began

    def _raise(self, place: Place, generation: int, at: float) -> None:
        pointer = self._known.get(place)
        if pointer is None:
            self._known[place] = _Pointer(generation, at, time.monotonic())
            return
        pointer.true_at = max(pointer.true_at, at)
        if generation > pointer.generation:
            pointer.generation = generation
            self._has_moved(place)
