"""What a process remembers of versions. They never change, so it is only ever forgotten, never refreshed."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Known(Generic[T]):
    """The `most` recently used answers; two askers at once may both work, and agree."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._answers: OrderedDict[Hashable, T] = OrderedDict()

    async def get(self, key: Hashable, find: Callable[[], Awaitable[T]]) -> T:
        if key not in self._answers:
            self._answers[key] = await find()
        self._answers.move_to_end(key)
        while len(self._answers) > self.most:
            self._answers.popitem(last=False)
        return self._answers[key]
