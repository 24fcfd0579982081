"""Steps done by threads, for somebody who hands them over."""

from contextvars import ContextVar
from functools import partial
from threading import Event, Timer, get_ident

import pytest

from catalog_admin.publishing.beside import MOST_GOING, Beside

PATIENCE = 10


def test_all_are_done_once_it_has_finished() -> None:
    done: list[int] = []
    with Beside() as beside:
        for number in range(20):
            beside.do(partial(done.append, number))
        beside.finish()
        assert sorted(done) == list(range(20))


def test_two_are_done_at_a_time() -> None:
    is_met = Event()
    with Beside() as beside:
        beside.do(lambda: _check(is_met.wait(PATIENCE)))
        beside.do(is_met.set)
        beside.finish()


def test_who_hands_over_more_than_may_wait_waits() -> None:
    may_end = Event()
    later = Timer(0.05, may_end.set)
    with Beside() as beside:
        for _ in range(MOST_GOING):
            beside.do(lambda: _check(may_end.wait(PATIENCE)))
        later.start()
        beside.do(lambda: None)
        assert may_end.is_set()


def test_what_a_step_meets_is_raised_to_who_waits_and_the_others_end_with_the_block() -> None:
    is_done = Event()

    def fail() -> None:
        raise ValueError("the disk is full")

    def last() -> None:
        is_done.wait(0.05)
        is_done.set()

    with pytest.raises(ValueError, match="the disk is full"), Beside() as beside:
        beside.do(last)
        beside.do(fail)
        beside.finish()
    assert is_done.is_set()


def test_steps_know_for_whom_they_are_done() -> None:
    whose: ContextVar[str] = ContextVar("whose")
    whose.set("job-7")
    heard: list[str] = []
    with Beside() as beside:
        beside.do(lambda: heard.append(whose.get()))
        beside.finish()
    assert heard == ["job-7"]


def test_without_threads_who_hands_over_does_it() -> None:
    by: list[int] = []
    with Beside(has_threads=False) as beside:
        beside.do(lambda: by.append(get_ident()))
        assert by == [get_ident()]


def _check(holds: bool) -> None:
    assert holds
