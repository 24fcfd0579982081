"""No more requests with a transaction at a time than there are connections; the others wait without a thread.

A thread that waited for a connection would be missing to the very request that could give one back: with as many
of them as there are threads, nobody moved until they gave up.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import CapacityLimiter, fail_after

from catalog_admin.kit.failures import DatabaseAway

LONGEST_WAIT_SECONDS = 10.0


class Turns:
    """What looks something up and returns within one thread needs no turn: the pool opens a few more for that."""

    def __init__(self, most: int) -> None:
        self._limiter = CapacityLimiter(most)

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """First come, first served. Raises DatabaseAway after ten seconds."""
        visit = object()
        try:
            with fail_after(LONGEST_WAIT_SECONDS):
                await self._limiter.acquire_on_behalf_of(visit)
        except TimeoutError:
            raise DatabaseAway("all database connections are busy") from None
        try:
            yield
        finally:
            self._limiter.release_on_behalf_of(visit)
