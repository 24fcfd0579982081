"""What took seconds to work out and will be asked for again at once: kept for a while, within bounds.

A process remembers; another one works it out again. Nothing here is ever wrong for long: whoever asks puts into the
key all that the answer depends on, and what depends on the clock says until when it holds.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    """An answer that knows what it takes: bytes of memory, and until when it holds (seconds of the epoch)."""

    @property
    def size(self) -> int: ...
    @property
    def holds_until(self) -> float: ...


T = TypeVar("T", bound=Sized)


@dataclass
class _Turn:
    """Who asks while another works it out waits here instead of working as well."""

    lock: Lock = field(default_factory=Lock)
    askers: int = 0


class Kept(Generic[T]):
    """The most recently used answers in at most so many bytes, none older than so many seconds."""

    def __init__(self, *, most_bytes: int, seconds: float, now: Callable[[], float] = time.time) -> None:
        self.most_bytes, self.seconds, self._now = most_bytes, seconds, now
        self._answers: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()
        self._turns: dict[Hashable, _Turn] = {}
        self._lock = Lock()

    def get(self, key: Hashable, work_out: Callable[[], T], still_holds: Callable[[T], bool] = lambda _: True) -> T:
        """`still_holds` looks at what no key can tell."""
        with self._turn(key):
            if (known := self._find(key)) is not None and still_holds(known):
                return known
            answer = work_out()
            self._keep(key, answer)
            return answer

    def renew(self, key: Hashable, renewed: Callable[[T | None], T]) -> T:
        """What is made of the answer that is kept, or of none; it takes that one's place."""
        with self._turn(key):
            answer = renewed(self._find(key))
            self._keep(key, answer)
            return answer

    @property
    def size(self) -> int:
        with self._lock:
            return self._size()

    def _find(self, key: Hashable) -> T | None:
        with self._lock:
            self._forget_old()
            if key not in self._answers:
                return None
            self._answers.move_to_end(key)
            return self._answers[key][1]

    def _keep(self, key: Hashable, answer: T) -> None:
        with self._lock:
            self._answers[key] = (min(self._now() + self.seconds, answer.holds_until), answer)
            self._answers.move_to_end(key)
            while self._size() > self.most_bytes:
                self._answers.popitem(last=False)

    def _forget_old(self) -> None:
        now = self._now()
        for key in [key for key, (until, _) in self._answers.items() if until <= now]:
            del self._answers[key]

    def _size(self) -> int:
        return sum(answer.size for _, answer in self._answers.values())

    @contextmanager
    def _turn(self, key: Hashable) -> Iterator[None]:
        with self._lock:
            turn = self._turns.setdefault(key, _Turn())
            turn.askers += 1
        try:
            with turn.lock:
                yield
        finally:
            with self._lock:
                turn.askers -= 1
                if not turn.askers:
                    del self._turns[key]
