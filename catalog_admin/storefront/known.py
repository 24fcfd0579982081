"""What a process remembers of versions. They never change, so it is only ever forgotten, never refreshed."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
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
        said = self._answers[key]
        self._answers.move_to_end(key)
        while len(self._answers) > self.most:
            self._answers.popitem(last=False)
        return said

    def forget(self, key: Hashable) -> None:
        self._answers.pop(key, None)

    async def get_all(
        self, keys: Sequence[Hashable], find: Callable[[list[Hashable]], Awaitable[Mapping[Hashable, T]]]
    ) -> list[T]:
        """In the order of keys; `find` is asked once for all that are missing."""
        missing = [key for key in keys if key not in self._answers]
        found = dict(await find(missing)) if missing else {}
        self._answers |= found
        # What was there may be pushed out by what came in.
        said = [self._answers[key] for key in keys]
        for key in keys:
            self._answers.move_to_end(key)
        while len(self._answers) > self.most:
            self._answers.popitem(last=False)
        return said
