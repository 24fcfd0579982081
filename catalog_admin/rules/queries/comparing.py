"""What makes one revision another: file by file as text, or thing by thing as what it means."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Generic, TypeVar

from catalog_admin.artefacts.differing.model import Change
from catalog_admin.artefacts.differing.trees import difference as difference_in_meaning
from catalog_admin.kit.paging import BadCursor, Page, cursor, key_of
from catalog_admin.kit.work import Reads, Work
from catalog_admin.rules.advancing import changed_file
from catalog_admin.rules.desk import reading
from catalog_admin.rules.model import Changed
from catalog_admin.rules.trees import Trees
from rulestore.comparing import Changed as ChangedFile
from rulestore.comparing import difference
from rulestore.graph import Graph, patch
from rulestore.mirror import Mirrors
from rulestore.model import Oid
from rulestore.store import Store
from rulestore.workshop import blob_at

PATCHED_BYTES = 256 * 1024  # of a page of differences; what is larger is read by itself
T = TypeVar("T")


@dataclass(frozen=True)
class Two:
    """Which revisions are compared, and where: in one file, in one folder, or everywhere.

    `since_base` asks what `new` did alone: it is compared with where both parted, and not with what `old` did since.
    """

    old: str
    new: str
    below: str = ""
    since_base: bool = False

    def holds(self, path: str) -> bool:
        return not self.below or path == self.below or path.startswith(f"{self.below.rstrip('/')}/")


@dataclass(frozen=True)
class Compared(Page[T], Generic[T]):
    """`base` is the commit that the new one was compared with; None where they have nothing in common."""

    base: str | None = None


@dataclass(frozen=True)
class Difference:
    """`patch` is git's unified text; None where the page has become too large for it."""

    file: Changed
    patch: str | None


def differences(
    reads: Reads | Work, mirrors: Mirrors, two: Two, *, limit: int = 50, after: str | None = None
) -> Compared[Difference]:
    """By path. Raises RevisionNotFound."""
    last = str(key_of(after, width=1)[0]) if after else ""
    with reading(reads, mirrors) as store:
        old = commit_called(store, two.old)

        def found(graph: Graph, commit: Oid) -> Compared[Difference]:
            before = before_of(graph, two, old, commit)
            changed = [each for each in difference(graph, before, commit) if two.holds(each.path)]
            first = bisect_right([each.path for each in changed], last)
            page = changed[first : first + limit]
            more = cursor(page[-1].path) if first + limit < len(changed) else None
            return Compared(_patched(graph, page), more, before.hex() if before else None)

        return store.ask(two.new, found)


def meaning(
    reads: Reads | Work, mirrors: Mirrors, two: Two, *, limit: int = 50, after: str | None = None
) -> Compared[Change]:
    """Rule by rule, row by row: what only moved, or is spelt otherwise, is told as that, or not at all."""
    first = key_of(after, width=1)[0] if after else 0
    if not isinstance(first, int) or first < 0:
        raise BadCursor("this cursor is not one of ours", pointer="/after")
    with reading(reads, mirrors) as store:
        old = commit_called(store, two.old)

        def found(graph: Graph, commit: Oid) -> Compared[Change]:
            before, trees = before_of(graph, two, old, commit), Trees(graph)
            whole = difference_in_meaning(trees.at(before), trees.at(commit))
            changes = [each for each in whole if two.holds(each.path)]
            more = cursor(first + limit) if first + limit < len(changes) else None
            return Compared(changes[first : first + limit], more, before.hex() if before else None)

        return store.ask(two.new, found)


def commit_called(store: Store, called: str) -> Oid:
    return store.ask(called, lambda _, commit: commit)


def before_of(graph: Graph, two: Two, old: Oid, new: Oid) -> Oid | None:
    """What the new one is compared with."""
    return graph.merge_base(old, new) if two.since_base else old


def _patched(graph: Graph, changed: list[ChangedFile]) -> list[Difference]:
    told, room = [], PATCHED_BYTES
    for each in changed:
        before, after = (blob_at(graph, oid) if oid else b"" for oid in (each.before, each.after))
        room -= len(before) + len(after)
        told.append(Difference(changed_file(each), patch(each.path, before, after) if room >= 0 else None))
    return told
