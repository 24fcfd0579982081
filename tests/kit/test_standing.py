"""How old what a replica tells may be, and where readers are sent because of it."""

import pytest

from catalog_admin.kit.standing import SILENT_SECONDS, Standing


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def standing(clock: Clock) -> Standing:
    return Standing(10, clock=clock)


def told(standing: Standing, clock: Clock, *, written: int, replayed: int) -> None:
    standing.primary_had(clock.now, written)
    standing.replica_has(replayed, is_copy=True)


def test_nothing_is_known_before_both_were_heard(standing: Standing) -> None:
    assert standing.behind_seconds() is None
    assert standing.replica_serves()
    standing.replica_has(5, is_copy=True)
    assert standing.behind_seconds() is None


def test_is_as_old_as_the_last_instant_that_it_has_all_of(standing: Standing, clock: Clock) -> None:
    for written, replayed in ((10, 10), (20, 10), (30, 10), (40, 25)):
        told(standing, clock, written=written, replayed=replayed)
        clock.now += 1
    assert standing.behind_seconds() == 3


def test_a_primary_at_rest_makes_no_replica_late(standing: Standing, clock: Clock) -> None:
    for _ in range(60):
        clock.now += 1
        told(standing, clock, written=10, replayed=10)
    assert standing.behind_seconds() == 0


def test_a_late_one_is_passed_over_until_it_has_caught_up(standing: Standing, clock: Clock) -> None:
    told(standing, clock, written=10, replayed=10)
    for second in range(1, 13):
        clock.now += 1
        told(standing, clock, written=10 + second, replayed=10)
    assert not standing.replica_serves()
    told(standing, clock, written=22, replayed=22)
    assert standing.replica_serves()


def test_one_that_never_had_what_we_remember_is_at_least_so_late(standing: Standing, clock: Clock) -> None:
    told(standing, clock, written=10, replayed=1)
    clock.now += 11
    told(standing, clock, written=10, replayed=2)
    assert standing.behind_seconds() == 11


def test_late_is_better_than_never(standing: Standing, clock: Clock) -> None:
    told(standing, clock, written=10, replayed=1)
    clock.now += 60
    standing.replica_has(1, is_copy=True)
    standing.is_gone("primary")
    assert standing.is_away("primary")
    assert standing.replica_serves()
    assert standing.behind_seconds() == 60


def test_who_is_silent_is_away(standing: Standing, clock: Clock) -> None:
    told(standing, clock, written=10, replayed=10)
    clock.now += SILENT_SECONDS + 0.1
    standing.primary_had(clock.now, 10)
    assert (standing.is_away("primary"), standing.is_away("replica")) == (False, True)
    assert not standing.replica_serves()


def test_a_promoted_one_is_behind_nobody(standing: Standing, clock: Clock) -> None:
    told(standing, clock, written=99, replayed=10)
    standing.replica_has(12, is_copy=False)
    assert standing.behind_seconds() == 0


def test_one_that_nobody_has_looked_at_serves_nobody(clock: Clock) -> None:
    standing = Standing(10, is_admitted=False, clock=clock)
    told(standing, clock, written=10, replayed=10)
    standing.is_gone("primary")
    assert not standing.replica_serves()
