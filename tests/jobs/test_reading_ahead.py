"""Chunks are made in another thread while the one before is used: one ahead and no more, and none is left behind."""

import threading
from collections.abc import Iterator
from contextlib import closing
from sys import getswitchinterval
from threading import Event, current_thread

import pytest

from catalog_admin.jobs.imports.ahead import USUAL_TURN_SECONDS, ahead, quick_turns

PATIENCE_SECONDS = 10


def test_the_next_chunk_is_made_while_the_one_before_is_used() -> None:
    is_made = Event()

    def chunks() -> Iterator[int]:
        yield 1
        is_made.set()
        yield 2

    with closing(ahead(chunks())) as coming:
        assert next(coming) == 1
        assert is_made.wait(PATIENCE_SECONDS)
        assert list(coming) == [2]


def test_no_more_than_one_chunk_waits() -> None:
    made: list[int] = []

    def chunks() -> Iterator[int]:
        for number in range(5):
            made.append(number)
            yield number

    with closing(ahead(chunks())) as coming:
        next(coming)
    assert made == [0, 1]


def test_who_stops_early_waits_for_the_chunk_being_made_and_leaves_no_thread() -> None:
    may_end, has_begun, has_ended = Event(), Event(), Event()

    def chunks() -> Iterator[int]:
        yield 1
        has_begun.set()
        may_end.wait(PATIENCE_SECONDS)
        has_ended.set()
        yield 2

    with closing(ahead(chunks())) as coming:
        next(coming)
        assert has_begun.wait(PATIENCE_SECONDS)
        may_end.set()
    assert has_ended.is_set()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("reading-ahead")]


def test_what_goes_wrong_in_reading_is_raised_where_chunks_are_used() -> None:
    threads = []

    def chunks() -> Iterator[int]:
        threads.append(current_thread())
        yield 1
        raise ValueError("unreadable")

    with closing(ahead(chunks())) as coming:
        assert next(coming) == 1
        with pytest.raises(ValueError, match="unreadable"):
            next(coming)
    assert threads != [current_thread()]


def test_turns_are_as_before_when_the_work_has_failed() -> None:
    with pytest.raises(ValueError, match="stop"), quick_turns():
        assert getswitchinterval() < USUAL_TURN_SECONDS
        raise ValueError("stop")
    assert getswitchinterval() == pytest.approx(USUAL_TURN_SECONDS)
