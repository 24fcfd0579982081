"""Reading tokens and bindings."""

from uuid import UUID

from catalog_admin.access import store
from catalog_admin.access.errors import BindingNotFound
from catalog_admin.access.model import ApiToken, Binding
from catalog_admin.kit.paging import BadCursor, Page, cursor, key_of
from catalog_admin.kit.work import Reads


def tokens(reads: Reads, *, limit: int = 100, after: str | None = None) -> Page[ApiToken]:
    """Newest first, the revoked and expired ones too."""
    rows = store.tokens(reads, _id_in(after), limit + 1)
    items = [store.token_of(row) for row in rows[:limit]]
    return Page(items, cursor(str(items[-1].id)) if len(rows) > limit else None)


def _id_in(after: str | None) -> UUID | None:
    if after is None:
        return None
    try:
        return UUID(str(key_of(after, width=1)[0]))
    except ValueError as wrong:
        raise BadCursor("this cursor belongs to another list", pointer="/after") from wrong


def bindings(reads: Reads, *, limit: int = 100, after: str | None = None) -> Page[Binding]:
    """By subject."""
    rows = store.bindings(reads, str(key_of(after, width=1)[0]) if after else "", limit + 1)
    items = [store.binding_of(row) for row in rows[:limit]]
    return Page(items, cursor(items[-1].subject) if len(rows) > limit else None)


def binding(reads: Reads, subject: str) -> Binding:
    """Raises BindingNotFound."""
    row = store.binding(reads, subject)
    if row is None:
        raise BindingNotFound(f"nothing is bound to {subject}")
    return store.binding_of(row)
