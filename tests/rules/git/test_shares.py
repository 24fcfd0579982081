"""One tenant does not take all the seats, nor one of its people all of the tenant's, and nobody waits for ever."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from uuid import UUID

import anyio
import pytest

from catalog_admin.kit.ids import TenantId
from catalog_admin.rules.git.errors import GitBusy
from catalog_admin.rules.git.shares import Shares, Whose

ACME, RIVAL, THIRD = (TenantId(UUID(int=nr)) for nr in (1, 2, 3))
TESS, TIM, MIA, ANN = Whose(ACME, "tess"), Whose(ACME, "tim"), Whose(RIVAL, "mia"), Whose(THIRD, "ann")
NO_TIME, LONG = 0.01, 15.0


async def refused(places: Shares, whose: Whose) -> bool:
    try:
        await places.take(whose, NO_TIME)
    except GitBusy:
        return True
    return False


async def test_one_person_leaves_places_to_others_of_the_tenant() -> None:
    places = Shares(6, queue=9)
    for who in (TESS, TESS):
        await places.take(who, NO_TIME)
    assert await refused(places, TESS)
    await places.take(TIM, NO_TIME)
    assert await refused(places, TIM)


async def test_the_last_places_are_for_tenants_that_hold_none() -> None:
    places = Shares(6, queue=9)
    for who in (TESS, TESS, TIM, MIA):
        await places.take(who, NO_TIME)
    assert await refused(places, MIA)
    await places.take(ANN, NO_TIME)


@pytest.mark.parametrize("most", [1, 2, 3, 4, 24])
async def test_whoever_comes_alone_finds_a_place(most: int) -> None:
    places = Shares(most, queue=1)
    await places.take(TESS, NO_TIME)
    places.give_back(TESS)
    assert (places.taken_now, places._held) == (0, {})


async def arriving(group: anyio.abc.TaskGroup, places: Shares, *whose: Whose) -> list[Whose]:
    """All wait, in this order; what comes back fills in the order of their turns."""
    served: list[Whose] = []
    before = places.waiting_now

    async def one(who: Whose) -> None:
        await places.take(who, LONG)
        served.append(who)

    for nr, who in enumerate(whose):
        group.start_soon(one, who)
        while places.waiting_now + len(served) <= before + nr:
            await anyio.sleep(0)
    return served


async def given_back(places: Shares, who: Whose, served: list[Whose]) -> None:
    before = len(served)
    places.give_back(who)
    with anyio.fail_after(LONG):
        while len(served) == before:
            await anyio.sleep(0)


async def test_who_holds_least_is_next_and_then_who_came_first() -> None:
    places = Shares(4, queue=9)
    for who in (TESS, TIM, MIA, ANN):
        await places.take(who, NO_TIME)
    async with anyio.create_task_group() as group:
        served = await arriving(group, places, MIA, TESS, ANN)
        places.give_back(TESS)  # the last place is nobody's second one
        await anyio.sleep(0)
        assert served == []
        await given_back(places, ANN, served)
        await given_back(places, MIA, served)
        await given_back(places, TIM, served)
    assert sorted(each.subject for each in served) == ["ann", "mia", "tess"]
    assert places.waiting_now == 0


async def test_no_more_wait_than_may() -> None:
    places = Shares(1, queue=4)
    await places.take(ANN, NO_TIME)
    async with anyio.create_task_group() as group:
        await arriving(group, places, TESS, TIM, MIA)
        for who in (TESS, Whose(ACME, "zoe"), MIA):  # of one, of a tenant, of one again
            with pytest.raises(GitBusy, match="wait as may"):
                await places.take(who, LONG)
        await arriving(group, places, ANN)
        with pytest.raises(GitBusy, match="wait as may"):
            await places.take(Whose(TenantId(UUID(int=4)), "new"), LONG)
        group.cancel_scope.cancel()
    assert places.waiting_now == 0


async def cancelled(places: Shares, waiting: asyncio.Task[None]) -> None:
    waiting.cancel()


async def called_and_cancelled(places: Shares, waiting: asyncio.Task[None]) -> None:
    """In the same turn of the loop."""
    places.give_back(TESS)
    waiting.cancel()
    with suppress(asyncio.CancelledError):
        await waiting
    await places.take(TESS, NO_TIME)


@pytest.mark.parametrize("goes", [cancelled, called_and_cancelled])
async def test_who_goes_away_leaves_no_place_taken(
    goes: Callable[[Shares, asyncio.Task[None]], Awaitable[None]],
) -> None:
    places = Shares(1, queue=4)
    await places.take(TESS, NO_TIME)
    waiting = asyncio.create_task(places.take(MIA, LONG))
    while not places.waiting_now:
        await anyio.sleep(0)
    await goes(places, waiting)
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert (places.taken_now, places.waiting_now) == (1, 0)
    places.give_back(TESS)
    await places.take(MIA, NO_TIME)
