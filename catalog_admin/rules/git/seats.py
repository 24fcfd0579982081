"""How many clones and pushes are served at once: each keeps a program of git's busy, and a push a pack in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, cast

from anyio import CapacityLimiter, fail_after
from fastapi import Depends, Request

from catalog_admin.kit.guards import SomeActor
from catalog_admin.kit.ids import TenantId
from catalog_admin.rules.git.errors import GitBusy

MOST = 6  # of a process
MOST_OF_ONE = 3  # of its tenants: the others find a seat
LONGEST_WAIT_SECONDS = 20.0


class Seats:
    """First come, first served, within a tenant and among them."""

    def __init__(self, most: int = MOST, most_of_one: int = MOST_OF_ONE) -> None:
        self._all, self._most_of_one = CapacityLimiter(most), most_of_one
        self._of_tenants: dict[TenantId, CapacityLimiter] = {}

    @property
    def taken_now(self) -> int:
        return self._all.borrowed_tokens

    @asynccontextmanager
    async def taken(self, tenant: TenantId) -> AsyncIterator[None]:
        """Raises GitBusy after twenty seconds."""
        own, visit = self._of_tenants.setdefault(tenant, CapacityLimiter(self._most_of_one)), object()
        try:
            await self._sit_down(own, visit)
            try:
                yield
            finally:
                self._all.release_on_behalf_of(visit)
                own.release_on_behalf_of(visit)
        finally:
            if not own.borrowed_tokens and not own.statistics().tasks_waiting:
                self._of_tenants.pop(tenant, None)

    async def _sit_down(self, own: CapacityLimiter, visit: object) -> None:
        try:
            with fail_after(LONGEST_WAIT_SECONDS):
                await own.acquire_on_behalf_of(visit)
                try:
                    await self._all.acquire_on_behalf_of(visit)
                except BaseException:
                    own.release_on_behalf_of(visit)
                    raise
        except TimeoutError:
            raise GitBusy("as many clones and pushes are under way as are served at once") from None


async def _seat(request: Request, actor: SomeActor) -> AsyncIterator[None]:
    async with cast("Seats", request.app.state.git_seats).taken(actor.tenant):
        yield


# scope="request": until the last byte has been sent.
Seat = Annotated[None, Depends(_seat, scope="request")]
