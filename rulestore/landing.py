"""The one way in. Objects, refs, their log, and the caller's own rows commit together or not at all.

All of it happens in the caller's transaction, which has said whose it is. What is slow (making objects, checking a
push) comes before it: from `land` to COMMIT the repository's row is locked, and other writers wait.
"""

from collections.abc import Sequence

import psycopg

from rulestore.errors import BadName, NoSuchRepository, RefMoved, RefProtected, RefTaken, TooLarge
from rulestore.history import CommitChange, record
from rulestore.limits import MOVES
from rulestore.log import KindOfEntry, genesis
from rulestore.model import Landed, Move, Oid, Position, Repo, Said, spoken
from rulestore.names import checked_new_ref, checked_ref, folders_of, twin_of
from rulestore.packs import Packed

CHUNK = 2000
COUNT = """
    UPDATE repo r SET txn_no = txn_no + 1 WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s
    RETURNING txn_no, (
        SELECT hash FROM ref_log l WHERE l.tenant_id = r.tenant_id AND l.repo_id = r.repo_id
        ORDER BY txn_no DESC, seq DESC LIMIT 1
    )
"""
LOCK = "SELECT FROM repo WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s FOR UPDATE"
OBJECTS = """
    INSERT INTO git_object (tenant_id, repo_id, oid, type, size, txn_no, data)
    SELECT %(tenant)s, %(repo)s, o.oid, o.type, o.size, %(txn_no)s, o.data
    FROM unnest(%(oids)b::bytea[], %(types)s::smallint[], %(sizes)s::integer[], %(data)b::bytea[])
        AS o (oid, type, size, data)
    ON CONFLICT DO NOTHING
"""
MAKE = """
    INSERT INTO git_ref AS r (tenant_id, repo_id, name, target, born_txn, txn_no)
    VALUES (%(tenant)s, %(repo)s, %(name)s, %(new)s, %(txn_no)s, %(txn_no)s)
    ON CONFLICT (tenant_id, repo_id, name) DO UPDATE
    SET target = excluded.target, born_txn = excluded.born_txn, txn_no = excluded.txn_no WHERE r.target IS NULL
"""
SET = """
    UPDATE git_ref SET target = %(new)s, txn_no = %(txn_no)s
    WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s AND name = %(name)s AND target = %(old)s
"""
PROTECT = """
    UPDATE git_ref SET protected = %(on)s, txn_no = %(txn_no)s
    WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s AND name = %(name)s AND target = %(old)s
"""
HERE = """
    SELECT target, protected FROM git_ref
    WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s AND name = %(name)s AND target IS NOT NULL
"""
IN_THE_WAY = """
    SELECT name FROM git_ref WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s AND target IS NOT NULL
    AND name <> %(name)s AND (
        starts_with(lower(name), lower(%(name)s) || '/') OR name = %(twin)s OR lower(name) = ANY(%(here)s)
        OR EXISTS (
            SELECT FROM unnest(%(folders)s::text[]) AS f (folder)
            WHERE starts_with(lower(name), lower(folder) || '/') AND NOT starts_with(name, folder || '/')
        )
    ) LIMIT 1
"""
LOG = """
    INSERT INTO ref_log (tenant_id, repo_id, txn_no, kind, name, old, new, actor, reason)
    VALUES (%(tenant)s, %(repo)s, %(txn_no)s, %(kind)s, %(name)s, %(old)s, %(new)s, %(actor)s, %(reason)s)
    RETURNING hash
"""


def land(
    connection: psycopg.Connection,
    repo: Repo,
    moves: Sequence[Move],
    said: Said,
    objects: Sequence[Packed] = (),
    changes: Sequence[CommitChange] = (),
) -> Landed:
    """Move refs, each from where the caller saw it; `objects` are all that their new targets need.

    That a branch only goes forward is for the caller, who has the graph. Raises NoSuchRepository, RefMoved, RefTaken,
    RefProtected, BadName, TooLarge; then the transaction is to be rolled back.
    """
    if not 0 < len(moves) <= MOVES:
        raise TooLarge(f"between 1 and {MOVES} refs move in one landing")
    for move in moves:
        _check(move)
    before = _count(connection, repo)
    txn_no = before.txn_no + 1
    with connection.pipeline():  # they wait for each other's order only: one answer is waited for, not one for each
        _insert(connection, repo, txn_no, objects)
        moved = [_move(connection, repo, txn_no, move) for move in moves]
        record(connection, repo, txn_no, changes)
        logged = [_log(connection, repo, txn_no, "move", move, said) for move in moves]
        chain = _hash(logged[-1])
    for move, done in zip(moves, moved, strict=True):
        _check_was_moved(connection, repo, move, done)
    return Landed(Position(txn_no, chain), before)


def protect(connection: psycopg.Connection, repo: Repo, ref: str, said: Said, *, on: bool) -> Landed:
    """A protected ref is never deleted, and no push moves it. Raises RefMoved if it is not there."""
    before = _count(connection, repo)
    txn_no = before.txn_no + 1
    here = _here(connection, repo, ref)
    if here is None:
        raise RefMoved(ref, None)
    target, _ = here
    parameters = {**repo.key(), "name": ref, "old": target, "txn_no": txn_no, "on": on}
    connection.execute(PROTECT, parameters)
    kind: KindOfEntry = "protect" if on else "unprotect"
    chain = _hash(_log(connection, repo, txn_no, kind, Move(ref, target, target), said))
    return Landed(Position(txn_no, chain), before)


def lock(connection: psycopg.Connection, repo: Repo) -> None:
    """Nobody else lands until this transaction ends. Raises NoSuchRepository."""
    if connection.execute(LOCK, repo.key()).rowcount != 1:
        raise NoSuchRepository(f"there is no repository {repo.name}")


def _check(move: Move) -> None:
    (checked_new_ref if move.old is None else checked_ref)(move.name)
    if move.old is None and move.new is None:
        raise BadName(f"{spoken(move.name)} would come from nowhere and go nowhere")
    if move.name.startswith("refs/tags/") and move.old is not None:
        raise RefProtected(f"{spoken(move.name)} stays where it is: all tags do")


def _count(connection: psycopg.Connection, repo: Repo) -> Position:
    """Where the repository was; from here on its row is ours until the transaction ends."""
    found = connection.execute(COUNT, repo.key(), binary=True).fetchone()
    if found is None:
        raise NoSuchRepository(f"there is no repository {repo.name}")
    return Position(found[0] - 1, found[1] or genesis(repo))


def _insert(connection: psycopg.Connection, repo: Repo, txn_no: int, objects: Sequence[Packed]) -> None:
    """In the order of their names, so that nobody who inserts the same waits in a circle."""
    ordered = sorted(objects, key=lambda each: each.oid)
    for first in range(0, len(ordered), CHUNK):
        rows = ordered[first : first + CHUNK]
        columns = {
            "oids": [row.oid for row in rows],
            "types": [int(row.kind) for row in rows],
            "sizes": [row.size for row in rows],
            "data": [row.data for row in rows],
        }
        connection.execute(OBJECTS, {**repo.key(), "txn_no": txn_no, **columns})


def _move(connection: psycopg.Connection, repo: Repo, txn_no: int, move: Move) -> psycopg.Cursor:
    parameters = {**repo.key(), "txn_no": txn_no, "name": move.name, "old": move.old, "new": move.new}
    if move.old is None:
        _refuse_neighbours(connection, repo, move.name)
    elif move.new is None:
        _refuse_deletion(connection, repo, move.name)
    return connection.execute(MAKE if move.old is None else SET, parameters)


def _check_was_moved(connection: psycopg.Connection, repo: Repo, move: Move, done: psycopg.Cursor) -> None:
    if done.rowcount != 1:
        here = _here(connection, repo, move.name)
        raise RefMoved(move.name, here[0] if here else None)


def _refuse_neighbours(connection: psycopg.Connection, repo: Repo, name: str) -> None:
    """A branch `a` and a branch `a/b` cannot lie on one disk, nor `main` and `MAIN` on one that is blind to case; of a
    branch `v1` beside a tag `v1` nobody could say which is meant, and whoever may make the one would move what the
    other one stands for."""
    folders = folders_of(name)
    here = [each.lower() for each in (*folders, name)]
    parameters = {**repo.key(), "name": name, "twin": twin_of(name), "folders": folders, "here": here}
    if found := connection.execute(IN_THE_WAY, parameters).fetchone():
        raise RefTaken(f"{spoken(name)} cannot be beside {spoken(found[0])}")


def _refuse_deletion(connection: psycopg.Connection, repo: Repo, name: str) -> None:
    here = _here(connection, repo, name)
    if here is not None and here[1]:
        raise RefProtected(f"{spoken(name)} is protected")
    if name == repo.head:
        raise RefProtected(f"{spoken(name)} is what every clone begins on")


def _here(connection: psycopg.Connection, repo: Repo, name: str) -> tuple[Oid, bool] | None:
    found = connection.execute(HERE, {**repo.key(), "name": name}, binary=True).fetchone()
    return (found[0], found[1]) if found else None


def _log(
    connection: psycopg.Connection, repo: Repo, txn_no: int, kind: KindOfEntry, move: Move, said: Said
) -> psycopg.Cursor:
    about = {"kind": kind, "name": move.name, "old": move.old, "new": move.new}
    words = {"actor": said.actor, "reason": said.reason}
    return connection.execute(LOG, {**repo.key(), "txn_no": txn_no, **about, **words}, binary=True)


def _hash(logged: psycopg.Cursor) -> bytes:
    found = logged.fetchone()
    assert found is not None  # noqa: S101 - what was inserted is returned
    return bytes(found[0])
