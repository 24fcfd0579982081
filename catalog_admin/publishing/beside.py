"""Writing beside whoever works out what is to be written: a database that is busy keeps nobody from computing."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from types import TracebackType
from typing import Self

WRITERS = 2  # the first waits for the disk, or for a page that another one holds
MOST_GOING = 4  # steps that are being done or wait for it: each holds a chunk of rows


class Beside:
    """Steps that threads of their own do, in no certain order. What one of them meets is raised to who hands over the
    next, or finishes. No step outlives the block, and none begins behind it.

    Where there is one connection for everybody, whoever hands a step over does it.
    """

    def __init__(self, *, has_threads: bool = True) -> None:
        self.has_threads = has_threads
        self._threads = ThreadPoolExecutor(WRITERS, "publish-writer")
        self._going: set[Future[None]] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    def do(self, step: Callable[[], None]) -> None:
        """Waits while enough others do: whoever computes faster than the database writes must not fill the memory."""
        if not self.has_threads:
            step()
            return
        self._await(MOST_GOING - 1)
        self._going.add(self._threads.submit(copy_context().run, step))

    def finish(self) -> None:
        self._await(0)

    def _await(self, most: int) -> None:
        done = {each for each in self._going if each.done()}
        while True:
            for each in done:
                each.result()
            self._going -= done
            if len(self._going) <= most:
                return
            done, _ = wait(self._going, return_when=FIRST_COMPLETED)
