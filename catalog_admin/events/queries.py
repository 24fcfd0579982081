"""Following what happens."""

from catalog_admin.events import store
from catalog_admin.events.model import Event
from catalog_admin.kit.paging import BadCursor, Page, cursor, key_of
from catalog_admin.kit.work import Reads


def since(reads: Reads, *, after: str | None = None, limit: int = 100) -> Page[Event]:
    """Oldest first. Nothing is ever skipped: an event is shown once no earlier one can still appear.

    `next` is always a cursor to come back with, also when there is nothing more for now.
    """
    rows = store.settled(reads, _place_in(after), limit)
    items = [store.event_of(row) for row in rows]
    return Page(items, cursor(items[-1].transaction, items[-1].position) if items else after)


def _place_in(after: str | None) -> tuple[int, int]:
    if after is None:
        return 0, 0
    transaction, position = key_of(after, width=2)
    if not isinstance(transaction, int) or not isinstance(position, int):
        raise BadCursor("this cursor belongs to another list", pointer="/after")
    return transaction, position
