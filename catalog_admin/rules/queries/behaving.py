"""What two revisions decide differently."""

from datetime import datetime

from catalog_admin.kit.paging import BadCursor, Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules.behaviour import Compared, Things, things_of
from catalog_admin.rules.desk import reading
from catalog_admin.rules.queries.comparing import Two, before_of, commit_called
from catalog_admin.rules.trees import Trees
from rulestore.graph import Graph
from rulestore.mirror import Mirrors
from rulestore.model import Oid

LARGEST_PAGE = 20  # of things, each of which is asked thousands of times


def behaviour(
    reads: Reads | Work,
    mirrors: Mirrors,
    old: str,
    new: str,
    instant: datetime,
    *,
    since_base: bool = False,
    limit: int = 5,
    after: str | None = None,
) -> Page[Compared]:
    """By kind and id, of what was changed. Raises RevisionNotFound."""
    first = key_of(after, width=1)[0] if after else 0
    if not isinstance(first, int) or first < 0:
        raise BadCursor("this cursor is not one of ours", pointer="/after")
    with reading(reads, mirrors) as store:
        was = commit_called(store, old)

        def found(graph: Graph, commit: Oid) -> Things:
            before, trees = before_of(graph, Two(old, new, since_base=since_base), was, commit), Trees(graph)
            return things_of(trees.at(before), trees.at(commit))

        things = store.ask(new, found)
    last = first + min(limit, LARGEST_PAGE)
    items = [things.compared(each, instant) for each in things.changed[first:last]]
    return Page(items, cursor(last) if last < len(things.changed) else None)
