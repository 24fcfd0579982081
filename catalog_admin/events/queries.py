"""Following what happens."""

from catalog_admin.events import store
from catalog_admin.events.model import Event
from catalog_admin.kit.paging import BadCursor, Page, cursor, key_of
from catalog_admin.kit.work import Reads


def since(reads: Reads, *, after: str | None = None, limit: int = 100) -> Page[Event]:
    """Oldest first, each once, none skipped: positions follow the order of commits.

    Somebody let into some environments only is told what happened there, and nothing of the tenant as a whole.
    `next` is always a cursor to come back with, also when there is nothing more for now.
    """
    rows = store.behind(reads, _position_in(after), limit)
    items = [store.event_of(row) for row in rows]
    return Page(items, cursor(items[-1].position) if items else after)


def _position_in(after: str | None) -> int:
    if after is None:
        return 0
    position = key_of(after, width=1)[0]
    if not isinstance(position, int):
        raise BadCursor("this cursor belongs to another list", pointer="/after")
    return position
