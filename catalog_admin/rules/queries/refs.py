"""Branches and tags, by name."""

from dataclasses import asdict, replace

from catalog_admin.kit.paging import Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules.desk import reading
from catalog_admin.rules.errors import BranchNotFound, NoRepository
from catalog_admin.rules.model import HEADS, TAGS, Branch, Standing, Tag
from catalog_admin.rules.queries.commits import commit_from, landed
from catalog_admin.rules.standing import Counting
from rulestore.graph import Graph
from rulestore.mirror import Mirrors
from rulestore.model import Position
from rulestore.reading import tagged
from rulestore.refs import Ref, position, some_refs
from rulestore.store import Store
from rulestore.workshop import commit_at


def branches(reads: Reads | Work, mirrors: Mirrors, *, limit: int = 50, after: str | None = None) -> Page[Standing]:
    """None of them where nothing was ever changed."""
    try:
        with reading(reads, mirrors) as store:
            refs, more, _ = _some(store, HEADS, limit, after)
            return Page(_standing(store, refs), more)
    except NoRepository:
        return Page([])


def branch(reads: Reads | Work, mirrors: Mirrors, name: str) -> Standing:
    """Raises BranchNotFound, NoRepository."""
    with reading(reads, mirrors) as store:
        tip = store.tip(HEADS + name)
        if tip.target is None:
            raise BranchNotFound(f"there is no branch {name}")
        [found] = _standing(store, [Ref(tip.ref, tip.target, tip.is_protected)])
        return found


def tags(reads: Reads | Work, mirrors: Mirrors, *, limit: int = 50, after: str | None = None) -> Page[Tag]:
    try:
        with reading(reads, mirrors) as store:
            refs, more, at = _some(store, TAGS, limit, after)
            found = store.mirror.ask(store.reading, at, lambda graph: [_tag(graph, each) for each in refs])
            return Page(found, more)
    except NoRepository:
        return Page([])


def _some(store: Store, within: str, limit: int, after: str | None) -> tuple[list[Ref], str | None, Position]:
    """How far the repository is comes last: all that the refs need has landed before."""
    last = str(key_of(after, width=1)[0]) if after else ""
    with store.reading() as connection:
        found = some_refs(connection, store.repo, within, last, limit + 1)
        at = position(connection, store.repo)
    more = cursor(found[limit - 1].name.removeprefix(within)) if len(found) > limit else None
    return found[:limit], more, at


def _standing(store: Store, refs: list[Ref]) -> list[Standing]:
    default = store.tip(store.repo.head)

    def found(graph: Graph) -> list[Standing]:
        counting = Counting(store.repo, graph, default.target) if default.target is not None else None
        return [_stands(graph, counting, each) for each in refs]

    standing = store.mirror.ask(store.reading, default.at, found)
    commits = landed(store, [each.last for each in standing])
    return [replace(each, last=last) for each, last in zip(standing, commits, strict=True)]


def _stands(graph: Graph, counting: Counting | None, ref: Ref) -> Standing:
    branch = Branch(ref.name.removeprefix(HEADS), ref.target.hex(), ref.is_protected)
    apart = counting.of(ref.target) if counting is not None else None
    return Standing(
        **asdict(branch),
        last=commit_from(ref.target, commit_at(graph, ref.target)),
        base=apart.base.hex() if apart and apart.base else None,
        ahead=apart.ahead if apart else None,
        behind=apart.behind if apart else None,
    )


def _tag(graph: Graph, ref: Ref) -> Tag:
    said, commit = tagged(graph, ref.target)
    return Tag(
        name=ref.name.removeprefix(TAGS),
        id=ref.target.hex(),
        commit=commit.hex() if commit is not None else None,
        message=said.message.rstrip("\n") if said else None,
        tagger=said.tagger.name if said and said.tagger else None,
        at=said.tagger.at if said and said.tagger else None,
    )
