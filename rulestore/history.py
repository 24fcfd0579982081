"""Which commits changed a file: a read model, written with each landing, that can be dropped and made again.

A merge counts only where its file is none of its parents': else the commit that it brought along is named already.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psycopg
from psycopg.rows import class_row

from rulestore.comparing import Changed, differing
from rulestore.graph import Graph
from rulestore.model import Kind, Oid, Repo, Tip
from rulestore.objects import Entry, commit_of
from rulestore.workshop import Source, Workshop, folder_at, tree_at

INSERT = """
    INSERT INTO commit_change (tenant_id, repo_id, path, txn_no, nr, ref, commit, before, after)
    SELECT %(tenant)s, %(repo)s, c.path, %(txn_no)s, c.nr, c.ref, c.commit, c.before, c.after
    FROM unnest(
        %(paths)s::text[], %(nrs)s::integer[], %(refs)s::text[],
        %(commits)b::bytea[], %(befores)b::bytea[], %(afters)b::bytea[]
    ) AS c (path, nr, ref, commit, before, after)
"""
OF_PATH = """
    SELECT path, commit, before, after, ref, txn_no, nr FROM commit_change
    WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s AND path = %(path)s AND txn_no <= %(txn_no)s
        AND (txn_no, nr) < (%(before_txn)s, %(before_nr)s)
    ORDER BY txn_no DESC, nr DESC LIMIT %(limit)s
"""
PAGE = 200
NEWEST = (2**62, 0)


@dataclass(frozen=True)
class CommitChange:
    """`nr` counts the commits of one landing, parents first; `ref` is one that reaches the commit from now on."""

    ref: str
    nr: int
    commit: Oid
    file: Changed


@dataclass(frozen=True)
class Past:
    """One state of a file, and the commit that brought it; `after` None: it was deleted there."""

    path: str
    commit: Oid
    before: Oid | None
    after: Oid | None
    ref: str
    txn_no: int
    nr: int


def changes_in(workshop: Workshop, ref: str) -> list[CommitChange]:
    """By all the commits that were made here, for that ref to reach."""
    commits = [oid for oid, what in workshop.made.items() if what.kind is Kind.COMMIT]
    numbered = enumerate(commits)
    return [CommitChange(ref, nr, commit, file) for nr, commit in numbered for file in changed_by(workshop, commit)]


def changed_by(source: Source, commit: Oid) -> Iterator[Changed]:
    """The files that are not as in any of its parents."""
    said = commit_of(source.read(commit))
    first, *others = [tree_at(source, parent) for parent in said.parents] or [None]
    for file in differing(source, first, said.tree):
        if all(_file_at(source, tree, file.path) != file.after for tree in others):
            yield file


def record(connection: psycopg.Connection, repo: Repo, txn_no: int, changes: Sequence[CommitChange]) -> None:
    if not changes:
        return
    columns = {
        "paths": [change.file.path for change in changes],
        "nrs": [change.nr for change in changes],
        "refs": [change.ref for change in changes],
        "commits": [change.commit for change in changes],
        "befores": [change.file.before for change in changes],
        "afters": [change.file.after for change in changes],
    }
    connection.execute(INSERT, {**repo.key(), "txn_no": txn_no, **columns})


def history(connection: psycopg.Connection, repo: Repo, graph: Graph, tip: Tip, path: str) -> Iterator[Past]:
    """Of one file as `tip` knows it, newest first.

    What landed by moving this ref is in its past for certain, as refs only go forward; only what came by way of
    another is looked for in the graph. One edit of one parent in one second is one commit, on whichever branches it
    was made: it is told once.
    """
    if tip.target is None:
        return
    told: set[Oid] = set()
    for past in _candidates(connection, repo, path, tip.at.txn_no):
        is_own = past.ref == tip.ref and past.txn_no >= tip.born_txn
        if past.commit not in told and (is_own or graph.is_ancestor(past.commit, of=tip.target)):
            told.add(past.commit)
            yield past


def _candidates(connection: psycopg.Connection, repo: Repo, path: str, txn_no: int) -> Iterator[Past]:
    where = NEWEST
    while True:
        said = {"path": path, "txn_no": txn_no, "before_txn": where[0], "before_nr": where[1], "limit": PAGE}
        with connection.cursor(row_factory=class_row(Past), binary=True) as cursor:
            found = cursor.execute(OF_PATH, {**repo.key(), **said}).fetchall()
        yield from found
        if len(found) < PAGE:
            return
        where = (found[-1].txn_no, found[-1].nr)


def _file_at(source: Source, tree: Oid | None, path: str) -> Oid | None:
    entry: Entry | None = None
    for name in path.split("/"):
        if entry is not None:
            if not entry.is_folder:
                return None
            tree = entry.oid
        entry = folder_at(source, tree).get(name)
        if entry is None:
            return None
    return entry.oid if entry is not None and not entry.is_folder else None
