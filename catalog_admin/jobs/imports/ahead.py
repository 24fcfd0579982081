"""Reading ahead: the next chunk is made while the database takes in the one before."""

import sys
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

USUAL_TURN_SECONDS = sys.getswitchinterval()
TURN_SECONDS = USUAL_TURN_SECONDS / 50


def ahead(chunks: Iterator[T]) -> Generator[T]:
    """Each is made in one other thread, never more than one ahead; close it to wait for the one being made."""
    with ThreadPoolExecutor(1, thread_name_prefix="reading-ahead") as reader:
        coming = reader.submit(next, chunks, None)
        while (chunk := coming.result()) is not None:
            coming = reader.submit(next, chunks, None)
            yield chunk


@contextmanager
def quick_turns() -> Iterator[None]:
    """Who writes waits for the database dozens of times a chunk, and behind a busy reader gets the interpreter back
    only a turn later: in turns of Python's five milliseconds that alone would take longer than the writing.
    """
    sys.setswitchinterval(TURN_SECONDS)
    try:
        yield
    finally:
        # Another import may lose its quick turns by this: it gets slower, nothing else.
        sys.setswitchinterval(USUAL_TURN_SECONDS)
