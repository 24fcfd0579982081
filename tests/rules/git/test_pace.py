"""What patience lasts for: by a clock that the test sets."""

import anyio
import pytest

from catalog_admin.rules.git import pace
from catalog_admin.rules.git.pace import Pace, TooSlow


class Clock:
    """The time, and how long we are ready to wait, in the words of the library that waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def fail_after(self, seconds: float) -> anyio.CancelScope:
        self.allowed = seconds
        return anyio.CancelScope()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(pace, "current_time", lambda: clock.now)
    monkeypatch.setattr(pace, "fail_after", clock.fail_after)
    return clock


def step(clock: Clock, of: Pace, seconds: float, size: int) -> float:
    """How long we would have waited for it."""
    with of.waiting():
        clock.now += seconds
    of.moved(size)
    return clock.allowed


async def test_who_is_as_fast_as_the_least_goes_on_for_ever(clock: Clock) -> None:
    client = Pace(least_bytes_per_second=100, patience_seconds=10)
    assert [step(clock, client, 5, 500) for _ in range(50)] == [10] * 50


async def test_who_is_half_as_fast_is_ended_after_twice_the_patience(clock: Clock) -> None:
    client = Pace(least_bytes_per_second=100, patience_seconds=10)
    left = [step(clock, client, 1, 50) for _ in range(20)]
    assert (left[0], left[-1]) == (10, 0.5)


async def test_nobody_saves_patience_for_later(clock: Clock) -> None:
    client = Pace(least_bytes_per_second=100, patience_seconds=10)
    step(clock, client, 1, 1_000_000)
    assert step(clock, client, 1, 0) == 10


async def test_what_we_do_ourselves_is_not_counted(clock: Clock) -> None:
    client = Pace(least_bytes_per_second=100, patience_seconds=10)
    clock.now += 1000
    assert step(clock, client, 1, 0) == 10


async def test_who_does_nothing_is_ended() -> None:
    client = Pace(least_bytes_per_second=100, patience_seconds=0.01)
    with pytest.raises(TooSlow), client.waiting():
        await anyio.sleep(60)
