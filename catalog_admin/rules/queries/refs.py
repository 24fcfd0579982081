"""Branches and tags, by name."""

from catalog_admin.kit.paging import Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules.desk import reading
from catalog_admin.rules.errors import BranchNotFound, NoRepository
from catalog_admin.rules.model import HEADS, TAGS, Branch, Tag
from rulestore.mirror import Mirrors
from rulestore.refs import Ref, some_refs


def branches(reads: Reads | Work, mirrors: Mirrors, *, limit: int = 50, after: str | None = None) -> Page[Branch]:
    """None of them where nothing was ever changed."""
    page = _page(reads, mirrors, HEADS, limit, after)
    items = [Branch(each.name.removeprefix(HEADS), each.target.hex(), each.is_protected) for each in page.items]
    return Page(items, page.next)


def tags(reads: Reads | Work, mirrors: Mirrors, *, limit: int = 50, after: str | None = None) -> Page[Tag]:
    page = _page(reads, mirrors, TAGS, limit, after)
    return Page([Tag(each.name.removeprefix(TAGS), each.target.hex()) for each in page.items], page.next)


def branch(reads: Reads | Work, mirrors: Mirrors, name: str) -> Branch:
    """Raises BranchNotFound, NoRepository."""
    with reading(reads, mirrors) as store:
        tip = store.tip(HEADS + name)
    if tip.target is None:
        raise BranchNotFound(f"there is no branch {name}")
    return Branch(name, tip.target.hex(), tip.is_protected)


def _page(reads: Reads | Work, mirrors: Mirrors, within: str, limit: int, after: str | None) -> Page[Ref]:
    last = str(key_of(after, width=1)[0]) if after else ""
    try:
        with reading(reads, mirrors) as store, store.reading() as connection:
            found = some_refs(connection, store.repo, within, last, limit + 1)
    except NoRepository:
        return Page([])
    more = cursor(found[limit - 1].name.removeprefix(within)) if len(found) > limit else None
    return Page(found[:limit], more)
