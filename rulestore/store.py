"""A tenant's repository at work: questions to a mirror, and commits that land.

The caller says how transactions begin; whatever it does `beside` a landing commits with it or not at all.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TypeVar

import psycopg

from rulestore.changing import Signed
from rulestore.errors import RefMoved, RefProtected
from rulestore.graph import Graph
from rulestore.history import CommitChange, Past, changes_in, history
from rulestore.landing import land, lock
from rulestore.mirror import Mirror, Mirrors
from rulestore.model import Kind, Landed, Move, Oid, Repo, Said, Tip, Transactions, spoken
from rulestore.packs import Packed, packed
from rulestore.refs import check_is_known, position
from rulestore.refs import tip as tip_of
from rulestore.revisions import revision
from rulestore.workshop import Workshop, commit_at

T = TypeVar("T")


class Build(Protocol):
    """Makes the commit that a branch shall be at next, in the workshop, on the tip it is told; None: there is none yet.

    Called again on a newer tip when somebody else was first, and again when a mirror proves broken.
    """

    def __call__(self, workshop: Workshop, graph: Graph, tip: Oid | None, /) -> Oid: ...


Beside = Callable[[psycopg.Connection, "Advanced"], None]
OnceCommitted = Callable[[Callable[[], None]], None]


@dataclass(frozen=True)
class Advanced:
    """A branch that went from `before` to `commit`."""

    commit: Oid
    before: Oid | None
    landed: Landed


@dataclass(frozen=True)
class _Built:
    on: Tip
    commit: Oid
    objects: tuple[Packed, ...]
    changes: list[CommitChange]


class Store:
    """`reading` and `writing` begin transactions of the primary, bound to the repository's tenant.

    Where `writing` is a part of a larger transaction, `once_committed` is told what to do after that one's COMMIT:
    a mirror must not hold what is taken back in the end.
    """

    def __init__(
        self,
        mirrors: Mirrors,
        repo: Repo,
        reading: Transactions,
        writing: Transactions,
        once_committed: OnceCommitted = lambda call: call(),
    ) -> None:
        self.repo, self.reading, self.writing = repo, reading, writing
        self._once_committed = once_committed
        self.mirror: Mirror = mirrors.of(repo)

    def tip(self, ref: str) -> Tip:
        """Raises NoSuchRepository."""
        with self.reading() as connection:
            return tip_of(connection, self.repo, ref)

    def ask(self, called: str, question: Callable[[Graph, Oid], T]) -> T:
        """Of the commit that a ref is at now, or that is called so. Raises NoSuchRevision."""
        with self.reading() as connection:
            found = revision(connection, self.repo, called)
        target = found.target
        assert target is not None  # noqa: S101 - a revision is there
        return self.mirror.ask(self.reading, found.at, lambda graph: question(graph, target))

    def history(self, called: str, path: str, limit: int = 100, *, seen: Tip | None = None) -> list[Past]:
        """The past of one file, newest first, as a revision knows it, or as `seen` does. Raises NoSuchRevision."""
        with self.reading() as connection:
            tip = seen or revision(connection, self.repo, called)

            def told(graph: Graph) -> list[Past]:
                return list(islice(history(connection, self.repo, graph, tip, path), limit))

            return self.mirror.ask(lambda: _same(connection), tip.at, told)

    def advance(
        self, ref: str, build: Build, said: Said, *, seen: Tip | None = None, beside: Beside | None = None
    ) -> Advanced:
        """Build a commit on the ref's tip and land it there.

        `seen` binds it to that tip: RefMoved if it is not there any more. Otherwise, if somebody else was first, it is
        built once more while nobody else can land (trying again and again would starve whoever is slow).
        """
        built = self._build(ref, build, self.reading, seen)
        try:
            with self.writing() as connection:
                advanced = self._land(connection, built, said, beside)
        except RefMoved as moved:
            if seen is not None or moved.name != ref:
                raise
            with self.writing() as connection:
                lock(connection, self.repo)
                built = self._build(ref, build, lambda: _same(connection), None)
                advanced = self._land(connection, built, said, beside)
        self.top_up(advanced.landed, built.objects)
        return advanced

    def move(self, move: Move, said: Said) -> Landed:
        """A branch or tag to what is there already, and a branch only forward.

        Raises NoSuchRevision, RefProtected, and what `landing.land` does.
        """
        if move.new is not None:
            self._check_goes_forward(move.name, move.old, move.new)
        with self.writing() as connection:
            return land(connection, self.repo, [move], said)

    def tag(self, name: str, target: Oid, signed: Signed, said: Said) -> Oid:
        """An annotated tag, which stays where it is. Raises NoSuchRevision, RefMoved if there is one already."""
        with self.reading() as connection:
            check_is_known(connection, self.repo, target)
            at = position(connection, self.repo)

        def made(graph: Graph) -> tuple[Oid, list[Packed]]:
            workshop = Workshop(graph)
            tag = workshop.tag(target, name, signed.author, signed.message)
            return tag, [packed(oid, what) for oid, what in workshop.made.items()]

        tag, objects = self.mirror.ask(self.reading, at, made)
        with self.writing() as connection:
            land(connection, self.repo, [Move(f"refs/tags/{name}", None, tag)], said, objects)
        return tag

    def top_up(self, landed: Landed, objects: Sequence[Packed]) -> None:
        """What has landed is put into the mirror, once it is committed."""
        self._once_committed(lambda: self._take(landed, objects))

    def _take(self, landed: Landed, objects: Sequence[Packed]) -> None:
        with suppress(OSError):  # it has landed: the mirror is topped up by whoever asks it next
            self.mirror.take(landed, objects)

    def _check_goes_forward(self, ref: str, old: Oid | None, new: Oid) -> None:
        with self.reading() as connection:
            check_is_known(connection, self.repo, new, Kind.COMMIT if ref.startswith("refs/heads/") else None)
            tip = tip_of(connection, self.repo, ref)
        if tip.target != old:
            raise RefMoved(ref, tip.target)
        if old is not None and not self.mirror.ask(self.reading, tip.at, lambda graph: graph.is_ancestor(old, of=new)):
            raise RefProtected(f"{spoken(ref)} only goes forward")

    def _build(self, ref: str, build: Build, reading: Transactions, seen: Tip | None) -> _Built:
        with reading() as connection:
            tip = seen or tip_of(connection, self.repo, ref)

        def made(graph: Graph) -> _Built:
            workshop = Workshop(graph)
            commit = build(workshop, graph, tip.target)
            if tip.target is not None and tip.target not in commit_at(workshop, commit).parents:
                raise RefProtected(f"{spoken(ref)} only goes forward")
            objects = tuple(packed(oid, what) for oid, what in workshop.made.items())
            return _Built(tip, commit, objects, changes_in(workshop, ref))

        return self.mirror.ask(reading, tip.at, made)

    def _land(self, connection: psycopg.Connection, built: _Built, said: Said, beside: Beside | None) -> Advanced:
        move = Move(built.on.ref, built.on.target, built.commit)
        landed = land(connection, self.repo, [move], said, built.objects, built.changes)
        advanced = Advanced(built.commit, built.on.target, landed)
        if beside is not None:
            beside(connection, advanced)
        return advanced


def _same(connection: psycopg.Connection) -> AbstractContextManager[psycopg.Connection]:
    """The transaction that is open already."""
    return nullcontext(connection)
