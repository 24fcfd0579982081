"""Who wants to be told when an environment moves: streams that are open in this process, a bounded number of them."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from catalog_admin.kit.errors import Unavailable
from catalog_admin.storefront.pointers import Place

MOST = 500
MOST_OF_TENANT = 100


class TooManySubscribers(Unavailable):
    """As many streams are open here as are kept at a time: ask another process, or without a stream."""

    code = "storefront.too_many_subscribers"


@dataclass(eq=False)
class Subscription:
    """Wakes its stream, from whatever thread learns that the place has moved."""

    place: Place
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)
    _moved: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        self._loop.call_soon_threadsafe(self._moved.set)

    async def moved(self, within_seconds: float) -> None:
        """Returns when the place has moved, or nothing has happened for so long."""
        try:
            await asyncio.wait_for(self._moved.wait(), within_seconds)
        except TimeoutError:
            return
        self._moved.clear()


class Subscriptions:
    def __init__(self) -> None:
        self._open: set[Subscription] = set()
        self._of_tenant: Counter[object] = Counter()

    def check_room(self, place: Place) -> None:
        """Raises TooManySubscribers."""
        if len(self._open) >= MOST or self._of_tenant[place[0]] >= MOST_OF_TENANT:
            raise TooManySubscribers("too many streams are open here")

    @contextmanager
    def opened(self, place: Place) -> Iterator[Subscription]:
        """Raises TooManySubscribers."""
        self.check_room(place)
        one = Subscription(place)
        self._open.add(one)
        self._of_tenant[place[0]] += 1
        try:
            yield one
        finally:
            self._open.discard(one)
            self._of_tenant[place[0]] -= 1

    def tell(self, place: Place) -> None:
        """From any thread."""
        for one in tuple(self._open):
            if one.place == place:
                one.wake()
