"""The log of every move: append-only, one hash chain per repository.

The database numbers and chains it (a trigger, whoever writes); here it is read, and linked anew for `verifying`.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import psycopg
from psycopg.rows import class_row

from rulestore.model import Oid, Position, Repo

KindOfEntry = Literal["move", "protect", "unprotect"]
ENTRIES = """
    SELECT txn_no, seq, kind, name, old, new, actor, reason, at, prev_hash, hash FROM ref_log
    WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s AND txn_no > %(after)s
        AND (%(name)s::text IS NULL OR name = %(name)s)
    ORDER BY txn_no, seq LIMIT %(limit)s
"""
CHAIN_AT = """
    SELECT hash FROM ref_log WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s AND txn_no = %(txn_no)s
    ORDER BY seq DESC LIMIT 1
"""
# Of several refs that one transaction moved, all were moved by one: the first is taken.
LANDINGS = """
    SELECT o.oid, l.actor, l.at FROM git_object o
    JOIN ref_log l ON l.tenant_id = o.tenant_id AND l.repo_id = o.repo_id AND l.txn_no = o.txn_no AND l.seq = 0
    WHERE o.tenant_id = %(tenant)s AND o.repo_id = %(repo)s AND o.oid = ANY(%(oids)s)
"""
CHUNK = 1000
EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@dataclass(frozen=True)
class Entry:
    """One move of one ref; None is not being there."""

    txn_no: int
    seq: int
    kind: KindOfEntry
    name: str
    old: Oid | None
    new: Oid | None
    actor: str
    reason: str
    at: datetime
    prev_hash: bytes
    hash: bytes


def entries(connection: psycopg.Connection, repo: Repo, *, after: int = 0, name: str | None = None) -> Iterator[Entry]:
    """Oldest first, in chunks: memory does not grow with the log."""
    while True:
        chunk = _chunk(connection, repo, after, name)
        # A transaction may lie across the end of a full chunk: all of its last one is read again.
        whole = [each for each in chunk if each.txn_no < chunk[-1].txn_no] if len(chunk) == CHUNK else chunk
        yield from whole
        if len(chunk) < CHUNK:
            return
        after = whole[-1].txn_no


def landings(connection: psycopg.Connection, repo: Repo, oids: Sequence[Oid]) -> dict[Oid, tuple[str, datetime]]:
    """Who brought each of these objects, and when, as the chained log has it; two lookups by key for each."""
    found = connection.execute(LANDINGS, {**repo.key(), "oids": [*oids]}, binary=True)
    return {oid: (actor, at) for oid, actor, at in found}


def chain_at(connection: psycopg.Connection, repo: Repo, txn_no: int) -> bytes | None:
    """The head of the chain as that transaction left it; None if there is no such transaction."""
    if txn_no == 0:
        return genesis(repo)
    found = connection.execute(CHAIN_AT, {**repo.key(), "txn_no": txn_no}, binary=True).fetchone()
    return found[0] if found else None


def start(repo: Repo) -> Position:
    return Position(0, genesis(repo))


def genesis(repo: Repo) -> bytes:
    """What the first entry names as the one before it: two repositories never share a chain."""
    return hashlib.sha256(f"rulestore {repo.tenant} {repo.repo_id}".encode()).digest()


def link(entry: Entry) -> bytes:
    said = [
        *(entry.txn_no, entry.seq, entry.kind, entry.name),
        *(each.hex() if each is not None else None for each in (entry.old, entry.new)),
        *(entry.actor, entry.reason, (entry.at - EPOCH) // timedelta(microseconds=1)),
    ]
    return hashlib.sha256(entry.prev_hash + json.dumps(said, ensure_ascii=False).encode()).digest()


def _chunk(connection: psycopg.Connection, repo: Repo, after: int, name: str | None) -> list[Entry]:
    with connection.cursor(row_factory=class_row(Entry), binary=True) as cursor:
        return cursor.execute(ENTRIES, {**repo.key(), "after": after, "name": name, "limit": CHUNK}).fetchall()
