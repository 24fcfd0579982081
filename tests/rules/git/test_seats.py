"""One tenant does not take all the seats, and nobody waits for ever."""

from uuid import UUID

import anyio
import pytest

from catalog_admin.kit.ids import TenantId
from catalog_admin.rules.git import seats
from catalog_admin.rules.git.errors import GitBusy
from catalog_admin.rules.git.seats import Seats

ACME, RIVAL = (TenantId(UUID(int=nr)) for nr in (1, 2))


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seats, "LONGEST_WAIT_SECONDS", 0.05)


def test_the_others_find_a_seat() -> None:
    async def visit() -> None:
        places = Seats(most=3, most_of_one=2)
        async with places.taken(ACME), places.taken(ACME):
            with pytest.raises(GitBusy):
                async with places.taken(ACME):
                    pass
            async with places.taken(RIVAL):
                with pytest.raises(GitBusy):
                    async with places.taken(RIVAL):
                        pass
        assert places._of_tenants == {}

    anyio.run(visit)


def test_who_waits_gets_the_seat_that_is_given_back() -> None:
    async def visit() -> None:
        places, served = Seats(most=1), []

        async def one(name: str) -> None:
            async with places.taken(ACME):
                served.append(name)
                await anyio.sleep(0.01)

        async with anyio.create_task_group() as group:
            for name in "abc":
                group.start_soon(one, name)
        assert served == ["a", "b", "c"]

    anyio.run(visit)
