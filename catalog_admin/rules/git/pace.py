"""How long a client may keep us waiting: as long as our patience lasts, which what it sends or takes restores."""

from collections.abc import Iterator
from contextlib import contextmanager

from anyio import current_time, fail_after


class TooSlow(Exception):
    """Of whoever takes or sends nothing for as long as that, or less than the least for long enough."""


class Pace:
    """Each second of waiting costs one, each byte earns what it may take at the least rate; never more than there was.

    So who is half as fast as the least is ended after twice the patience, and who is faster, never. Only the client's
    time is counted, not that of a program which thinks.
    """

    def __init__(self, least_bytes_per_second: float, patience_seconds: float) -> None:
        self._least, self._patience = least_bytes_per_second, patience_seconds
        self._left = patience_seconds

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Around one step of the client's. Raises TooSlow."""
        began = current_time()
        try:
            with fail_after(self._left):
                yield
        except TimeoutError:
            raise TooSlow from None
        self._left -= current_time() - began

    def moved(self, size: int) -> None:
        self._left = min(self._patience, self._left + size / self._least)
