"""A push, from the first byte to the landing: all of it, or nothing.

What is slow happens before the database is asked for anything but where its refs are. Then, while nobody else lands:
is it still so? and one `land`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

import psycopg

from rulestore.errors import RefMoved, Unsound
from rulestore.graph import Graph
from rulestore.history import CommitChange
from rulestore.landing import land, lock
from rulestore.limits import MOVES
from rulestore.model import Kind, Landed, Move, Oid, Repo, Said
from rulestore.packs import Packed, packed
from rulestore.receiving.examining import changes_by, check_moves, check_objects, commit_of_target, pointers_among
from rulestore.receiving.quarantine import Sent, quarantine, sent, unpack
from rulestore.receiving.request import PushRequest
from rulestore.refs import Ref, known_among, snapshot
from rulestore.store import Store


@dataclass(frozen=True)
class Candidate:
    """A commit that a branch or tag would be at, and where it was; the graph knows both.

    Of a new one: where it left the branch that clones begin on, if it did.
    """

    ref: str
    before: Oid | None
    commit: Oid


class Check(Protocol):
    """What the files mean is for whoever knows: answers with lines for who pushes, or raises Unsound with them."""

    def __call__(self, graph: Graph, candidate: Candidate, /) -> Sequence[str]: ...


@dataclass(frozen=True)
class Pushed:
    """What has landed."""

    moves: tuple[Move, ...]
    commits: int
    landed: Landed


@dataclass(frozen=True)
class _Examined:
    objects: list[Packed] = field(default_factory=list)
    commits: list[Oid] = field(default_factory=list)
    changes: list[CommitChange] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


Beside = Callable[[psycopg.Connection, Pushed], None]


def push(
    store: Store, request: PushRequest, pack: BinaryIO, said: Said, check: Check, beside: Beside
) -> tuple[Pushed, list[str]]:
    """What landed, and lines to show. `beside` commits with it.

    Raises Unsound, RefMoved, and what `landing.land` does.
    """
    if len(request.moves) > MOVES:  # before anything is looked through
        raise Unsound(f"at most {MOVES} refs move at once: push them in parts")
    with store.reading() as connection:
        refs, at = snapshot(connection, store.repo)
    _check_as_seen(refs, request.moves)
    examined = _Examined()
    if request.brings_objects:
        store.mirror.bring(store.reading, at)
        with quarantine(store.repo, store.mirror) as place:
            unpack(place, pack)
            examined = _examined(place, store.repo, refs, request, check)
    with store.writing() as connection:
        pushed = _land(connection, store, request, said, examined)
        beside(connection, pushed)
    store.top_up(pushed.landed, examined.objects)
    return pushed, examined.lines


def _check_as_seen(refs: Sequence[Ref], moves: Sequence[Move]) -> None:
    """Raises RefMoved; Unsound for a protected one."""
    known = {ref.name: ref for ref in refs}
    for move in moves:
        ref = known.get(move.name)
        if (ref.target if ref else None) != move.old:
            raise RefMoved(move.name, ref.target if ref else None)
        if ref is not None and ref.is_protected:
            raise Unsound("it is protected: push to a branch of your own, and have that merged", ref=move.name)


def _examined(place: Path, repo: Repo, refs: Sequence[Ref], request: PushRequest, check: Check) -> _Examined:
    new = [move.new for move in request.moves if move.new is not None]
    found = sent(place, new, [ref.target for ref in refs])
    with Graph(place) as graph:
        check_moves(graph, request.moves)
        check_objects(graph, found)
        commits = [each.oid for each in found if each.kind is Kind.COMMIT]
        changes = changes_by(graph, request.moves, commits, pointers_among(graph, found))
        head = next((ref.target for ref in refs if ref.name == repo.head), None)
        lines = [line for each in _candidates(graph, request.moves, head) for line in check(graph, each)]
        return _Examined(_packed(graph, found), commits, changes, lines)


def _candidates(graph: Graph, moves: Sequence[Move], head: Oid | None) -> Iterator[Candidate]:
    for move in moves:
        if move.new is not None:
            commit = commit_of_target(graph, move.new)
            before = move.old or (graph.merge_base(commit, head) if head else None)
            yield Candidate(move.name, before, commit)


def _packed(graph: Graph, found: Sequence[Sent]) -> list[Packed]:
    return [packed(each.oid, graph.read(each.oid)) for each in found]


def _land(
    connection: psycopg.Connection, store: Store, request: PushRequest, said: Said, examined: _Examined
) -> Pushed:
    """As it was seen, and without what somebody else has landed meanwhile: its past is written down already."""
    lock(connection, store.repo)
    refs, _ = snapshot(connection, store.repo)
    _check_as_seen(refs, request.moves)
    known = known_among(connection, store.repo, examined.commits)
    changes = [change for change in examined.changes if change.commit not in known]
    landed = land(connection, store.repo, request.moves, said, examined.objects, changes)
    return Pushed(request.moves, len(examined.commits) - len(known), landed)
