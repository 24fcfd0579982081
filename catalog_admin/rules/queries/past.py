"""What came before: of a branch, of one file, of each of its lines."""

from dataclasses import replace

from catalog_admin.kit.paging import BadCursor, Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules.advancing import changed_file
from catalog_admin.rules.desk import reading
from catalog_admin.rules.errors import FileNotFound, TooMuch
from catalog_admin.rules.model import Blamed, Changed, Commit, Step
from catalog_admin.rules.queries.commits import commit_from, landed
from rulestore import reading as stored
from rulestore.blaming import blame as lines_of
from rulestore.comparing import difference
from rulestore.graph import Graph
from rulestore.mirror import Mirrors
from rulestore.model import Oid
from rulestore.workshop import commit_at

FILES_TOLD = 1000
# Somebody waits for it, and a connection is held meanwhile.
BLAMED_BYTES = 256 * 1024
BLAMED_SECONDS = 2.0
FARTHEST = 1_000_000


def log(reads: Reads | Work, mirrors: Mirrors, at: str, *, limit: int = 50, after: str | None = None) -> Page[Commit]:
    """Newest first. A cursor keeps to the commit it began with, wherever the branch goes meanwhile."""
    at, skip = _place(at, after)

    def found(graph: Graph, tip: Oid) -> Page[Commit]:
        items = [commit_from(each.oid, each.commit) for each in stored.log(graph, tip, skip=skip, limit=limit + 1)]
        return Page(items[:limit], cursor(tip.hex(), skip + limit) if len(items) > limit else None)

    with reading(reads, mirrors) as store:
        page = store.ask(at, found)
        return Page(landed(store, page.items), page.next)


def commit(reads: Reads | Work, mirrors: Mirrors, called: str) -> tuple[Commit, list[Changed], int]:
    """With the first files that it changed against its first parent, and how many those are."""

    def found(graph: Graph, oid: Oid) -> tuple[Commit, list[Changed], int]:
        what = commit_at(graph, oid)
        changed = difference(graph, what.parents[0] if what.parents else None, oid)
        return commit_from(oid, what), [changed_file(each) for each in changed[:FILES_TOLD]], len(changed)

    with reading(reads, mirrors) as store:
        what, files, count = store.ask(called, found)
        return landed(store, [what])[0], files, count


def history(
    reads: Reads | Work, mirrors: Mirrors, at: str, path: str, *, limit: int = 50, after: str | None = None
) -> Page[Step]:
    """Of one file, newest first, also if it is gone. Raises FileNotFound where it never was."""
    at, skip = _place(at, after)
    with reading(reads, mirrors) as store:
        past = store.history(at, path, skip + limit + 1)
        if not past:
            raise FileNotFound(f"there never was a {path}")

        def found(graph: Graph, tip: Oid) -> Page[Step]:
            steps = [
                Step(commit_from(each.commit, commit_at(graph, each.commit)), _hex(each.before), _hex(each.after))
                for each in past[skip : skip + limit]
            ]
            return Page(steps, cursor(tip.hex(), skip + limit) if len(past) > skip + limit else None)

        page = store.ask(at, found)
        commits = landed(store, [each.commit for each in page.items])
        steps = [replace(each, commit=commit) for each, commit in zip(page.items, commits, strict=True)]
        return Page(steps, page.next)


def blame(reads: Reads | Work, mirrors: Mirrors, at: str, path: str) -> list[Blamed]:
    """Who wrote each line last, as far back as there is time for. Raises FileNotFound, TooMuch."""

    def found(graph: Graph, tip: Oid) -> list[Blamed]:
        _, content = stored.file(graph, tip, path)
        if len(content) > BLAMED_BYTES:
            raise TooMuch(f"files of more than {BLAMED_BYTES:,} bytes are not looked through line by line")
        hunks = lines_of(graph, tip, path, seconds=BLAMED_SECONDS)
        by = {each.commit: commit_from(each.commit, commit_at(graph, each.commit)) for each in hunks}
        return [Blamed(each.first, each.count, by[each.commit], each.is_older) for each in hunks]

    with reading(reads, mirrors) as store:
        lines = store.ask(at, found)
        commits = {each.id: each for each in landed(store, [*{each.commit.id: each.commit for each in lines}.values()])}
        return [replace(each, commit=commits[each.commit.id]) for each in lines]


def _place(at: str, after: str | None) -> tuple[str, int]:
    """The commit that the first page began with, and how many have been told. Raises BadCursor."""
    if after is None:
        return at, 0
    began, skip = key_of(after, width=2)
    if not isinstance(began, str) or not isinstance(skip, int) or not 0 <= skip <= FARTHEST:
        raise BadCursor("this cursor is not one of ours", pointer="/after")
    return began, skip


def _hex(oid: Oid | None) -> str | None:
    return oid.hex() if oid is not None else None
