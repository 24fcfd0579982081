"""Who wrote each line of a file last, by looking back commit by commit, as far as there is patience for."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from heapq import heappop, heappush

from rulestore.graph import Graph, unchanged
from rulestore.limits import BLAMED_COMMITS
from rulestore.model import Commit, Oid
from rulestore.workshop import blob_at, commit_at, folder_at


@dataclass(frozen=True)
class Lines:
    """`count` lines from `first` (counted from 1) stand as `commit` wrote them, there from line `first_then`.

    `is_older`: it was that commit or one before it; nobody looked back any further.
    """

    first: int
    count: int
    first_then: int
    commit: Oid
    is_older: bool = False


@dataclass(frozen=True)
class _Run:
    """`count` lines from `first` of the file that was asked about are those from `then` in an earlier state of it."""

    first: int
    count: int
    then: int


@dataclass
class _State:
    """A file as a commit has it, and the lines of it that nobody has been found for yet."""

    commit: Oid
    path: str
    blob: Oid
    runs: list[_Run] = field(default_factory=list)


def blame(graph: Graph, tip: Oid, path: str, *, most: int = BLAMED_COMMITS, seconds: float = 2.0) -> list[Lines]:
    """By lines, looking at so many commits for so long at the most. The path must be there. Raises Broken."""
    walk = _Walk(graph)
    blob = walk.blob_of(tip, path)
    assert blob is not None, "the path must be there"  # noqa: S101
    walk.put(_State(tip, path, blob), [_Run(1, _count(blob_at(graph, blob)), 1)])
    until, found = time.monotonic() + seconds, list[Lines]()
    for nr, state in enumerate(walk.newest_first()):
        if nr >= most or time.monotonic() >= until:
            walk.put(state, state.runs)
            break
        found += [Lines(run.first, run.count, run.then, state.commit) for run in walk.own(state)]
    found += [
        Lines(run.first, run.count, run.then, state.commit, is_older=True)
        for state in walk.newest_first()
        for run in state.runs
    ]
    return [*_joined(sorted(found, key=lambda lines: lines.first))]


class _Walk:
    """Newest commits first, so that whatever led to one is there before it is looked at."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._commit = cache(lambda oid: commit_at(graph, oid))
        self._entry = cache(lambda tree, name: folder_at(graph, tree).get(name))
        self._waiting: dict[tuple[Oid, str], _State] = {}
        self._order: list[tuple[float, Oid, str]] = []

    def put(self, state: _State, runs: list[_Run]) -> None:
        if not runs:
            return
        key = (state.commit, state.path)
        if key not in self._waiting:
            self._waiting[key] = _State(state.commit, state.path, state.blob)
            heappush(self._order, (-self._said(state.commit).committer.at.timestamp(), *key))
        self._waiting[key].runs += runs

    def newest_first(self) -> Iterator[_State]:
        while self._order:
            _, commit, path = heappop(self._order)
            yield self._waiting.pop((commit, path))

    def own(self, state: _State) -> list[_Run]:
        """What no parent has; the rest is put to those that have it, all of it to one that has the same file."""
        before = [*self._before(state)]
        same = next((each for each in before if each.blob == state.blob), None)
        if same is not None:
            self.put(same, state.runs)
            return []
        rest = state.runs
        for each in before:
            kept = unchanged(blob_at(self._graph, each.blob), blob_at(self._graph, state.blob))
            passed, rest = _parted(rest, kept)
            self.put(each, passed)
        return rest

    def blob_of(self, commit: Oid, path: str) -> Oid | None:
        tree: Oid | None = self._said(commit).tree
        *folders, name = path.split("/")
        for each in folders:
            entry = self._entry(tree, each)
            if entry is None or not entry.is_folder:
                return None
            tree = entry.oid
        found = self._entry(tree, name)
        return None if found is None or found.is_folder else found.oid

    def _before(self, state: _State) -> Iterator[_State]:
        parents = self._said(state.commit).parents
        there = [(parent, self.blob_of(parent, state.path)) for parent in parents]
        if any(blob for _, blob in there):
            yield from (_State(parent, state.path, blob) for parent, blob in there if blob is not None)
            return
        for parent in parents:
            moved = self._graph.moved_from(parent, state.commit, state.path)
            blob = self.blob_of(parent, moved) if moved else None
            if moved and blob:
                yield _State(parent, moved, blob)

    def _said(self, oid: Oid) -> Commit:
        return self._commit(oid)


def _parted(runs: list[_Run], kept: list[tuple[int, int, int]]) -> tuple[list[_Run], list[_Run]]:
    """Those that an earlier state has, in its numbers; and the rest."""
    passed: list[_Run] = []
    rest: list[_Run] = []
    for run in runs:
        at, end = run.then, run.then + run.count
        for first, count, then in kept:
            begin, over = max(at, first), min(end, first + count)
            if begin >= over:
                continue
            if begin > at:
                rest.append(_Run(run.first + at - run.then, begin - at, at))
            passed.append(_Run(run.first + begin - run.then, over - begin, then + begin - first))
            at = over
        if at < end:
            rest.append(_Run(run.first + at - run.then, end - at, at))
    return passed, rest


def _joined(found: list[Lines]) -> Iterator[Lines]:
    """What lies together and came together is one."""
    last: Lines | None = None
    for each in found:
        if last is not None and _goes_on(last, each):
            last = Lines(last.first, last.count + each.count, last.first_then, last.commit, last.is_older)
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last


def _goes_on(last: Lines, each: Lines) -> bool:
    is_alike = (last.commit, last.is_older) == (each.commit, each.is_older)
    return is_alike and last.first_then + last.count == each.first_then


def _count(content: bytes) -> int:
    return len(content.split(b"\n")) - (not content or content.endswith(b"\n"))
