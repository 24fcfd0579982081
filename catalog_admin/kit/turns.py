"""No more requests with a transaction at a time than there are connections; the others wait without a thread.

A thread that waited for a connection would be missing to the very request that could give one back: with as many
of them as there are threads, nobody moved until they gave up.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from anyio import CapacityLimiter, WouldBlock, fail_after

from catalog_admin.kit.errors import Unavailable
from catalog_admin.kit.failures import DatabaseAway

LONGEST_WAIT_SECONDS = 10.0


def _no_connection() -> Unavailable:
    return DatabaseAway("all database connections are busy")


class Turns:
    """What looks something up and returns within one thread needs no turn: the pool opens a few more for that."""

    def __init__(self, most: int, refusal: Callable[[], Unavailable] = _no_connection) -> None:
        """`refusal` is what somebody is told who waited in vain."""
        self._limiter = CapacityLimiter(most)
        self.refusal = refusal

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """First come, first served. Raises the refusal, mostly DatabaseAway, after ten seconds."""
        visit = object()
        await self.take(visit)
        try:
            yield
        finally:
            self.give_back(visit)

    async def take(self, visit: object) -> None:
        """For who gives it back himself; raises the refusal after ten seconds."""
        # Mostly one is free: that takes neither a clock nor a turn of the loop.
        with suppress(WouldBlock):
            self._limiter.acquire_on_behalf_of_nowait(visit)
            return
        try:
            with fail_after(LONGEST_WAIT_SECONDS):
                await self._limiter.acquire_on_behalf_of(visit)
        except TimeoutError:
            raise self.refusal() from None

    def give_back(self, visit: object) -> None:
        """To who waits longest, before anybody else can take it."""
        self._limiter.release_on_behalf_of(visit)
