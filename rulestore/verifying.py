"""Whether the log holds: in itself, against the refs, and against what was written down outside the database.

Whoever may switch the database's triggers off can write a chain anew from any move on, and that one holds in itself.
Only heads that were told to somebody else find it out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import psycopg

from rulestore.errors import NoSuchRevision
from rulestore.log import Entry, chain_at, entries, link
from rulestore.model import Oid, Position, Repo
from rulestore.refs import every_ref, position


@dataclass(frozen=True)
class Fault:
    """The first transaction that does not hold, or may not, and the entry within it."""

    txn_no: int
    seq: int
    reason: str


@dataclass(frozen=True)
class Verdict:
    """`at` is how far it holds: worth writing down outside. Without a fault and not complete: go on behind it."""

    checked: int
    at: Position
    is_complete: bool = True
    fault: Fault | None = None


def verify(connection: psycopg.Connection, repo: Repo, *, after: int = 0, most: int | None = None) -> Verdict:
    """Each entry hashed anew and held against the one before it, from behind a transaction that is taken as true.

    Raises NoSuchRevision if there is no such transaction.
    """
    begin = chain_at(connection, repo, after)
    if begin is None:
        raise NoSuchRevision(f"there is no transaction {after}")
    checked, at = 0, Position(after, begin)
    left: dict[str, Entry] = {}
    for entry in entries(connection, repo, after=after):
        if most is not None and checked >= most and entry.txn_no != at.txn_no:
            return Verdict(checked, at, is_complete=False)
        if (reason := _wrong(entry, at)) is not None:
            return Verdict(checked, at, fault=Fault(entry.txn_no, entry.seq, reason))
        checked, at = checked + 1, Position(entry.txn_no, entry.hash)
        left[entry.name] = entry
    return Verdict(checked, at, fault=_cut(connection, repo, at) or _astray(connection, repo, left, after))


def held_against(connection: psycopg.Connection, repo: Repo, told: Iterable[Position]) -> Fault | None:
    """The first move behind the last head that agrees with what was told outside, if a later one does not."""
    holds = 0
    for each in sorted(told, key=lambda each: each.txn_no):
        if chain_at(connection, repo, each.txn_no) != each.chain:
            reason = (
                f"transaction {each.txn_no} was told outside with another chain; up to {holds} it is as it was told"
            )
            return Fault(holds + 1, 0, reason)
        holds = each.txn_no
    return None


def _wrong(entry: Entry, at: Position) -> str | None:
    if entry.txn_no not in (at.txn_no, at.txn_no + 1):
        return f"transaction {at.txn_no + 1} is missing"
    if entry.prev_hash != at.chain:
        return "it does not follow the entry before it"
    return None if entry.hash == link(entry) else "it does not say what was written"


def _cut(connection: psycopg.Connection, repo: Repo, at: Position) -> Fault | None:
    written = position(connection, repo).txn_no
    if written == at.txn_no:
        return None
    return Fault(at.txn_no + 1, 0, f"{written} transactions were written, and the log ends at {at.txn_no}")


def _astray(connection: psycopg.Connection, repo: Repo, left: Mapping[str, Entry], after: int) -> Fault | None:
    """A ref that is not where the log left it; of a log that was looked at from its middle, only refs that moved."""
    now: dict[str, Oid | None] = {ref.name: ref.target for ref in every_ref(connection, repo)}
    for name in sorted(left.keys() | (now.keys() if after == 0 else set())):
        last = left.get(name)
        if now.get(name) != (last.new if last else None):
            where = (last.txn_no, last.seq) if last else (1, 0)
            return Fault(*where, f"{name} is not where the log left it")
    return None
