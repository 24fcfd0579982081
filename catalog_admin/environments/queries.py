"""Reading environments and what they serve."""

from catalog_admin.environments import store
from catalog_admin.environments.errors import EnvironmentNotFound
from catalog_admin.environments.model import Environment, Serving
from catalog_admin.kit.ids import EnvironmentId
from catalog_admin.kit.paging import Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work


def environment_by_key(reads: Reads | Work, key: str | None = None) -> Environment:
    """None means the tenant's default; raises EnvironmentNotFound, and NotPermitted if the actor is not let in."""
    row = store.find(reads, key)
    if row is None:
        raise EnvironmentNotFound(f"there is no environment {key or 'by default'}")
    reads.actor.must_use(row.key)
    return store.environment_of(row)


def chosen(reads: Reads | Work, key: str | None) -> tuple[EnvironmentId, str]:
    """What the gate needs to know of an environment; raises EnvironmentNotFound."""
    found = environment_by_key(reads, key)
    return found.id, found.key


def environments(reads: Reads | Work, *, limit: int = 100, after: str | None = None) -> Page[Environment]:
    """By key, in code point order, those that the actor is let into."""
    last = str(key_of(after, width=1)[0]) if after else ""
    rows = store.page(reads, last, limit + 1)
    items = [store.environment_of(row) for row in rows[:limit]]
    return Page(items, cursor(items[-1].key) if len(rows) > limit else None)


def serving(reads: Reads | Work) -> Serving:
    """The release the transaction's environment answers with, and its generation."""
    found = store.served(reads, reads.environment)
    if found is None:
        raise EnvironmentNotFound("this environment is gone")
    return found
