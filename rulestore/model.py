"""The words of the store, as plain values."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import NewType
from uuid import UUID

import psycopg

Oid = NewType("Oid", bytes)  # 20 bytes of SHA-1: the only object format that libgit2 and git have in common
# Opens a transaction bound to one tenant; commits when the block ends well.
Transactions = Callable[[], AbstractContextManager[psycopg.Connection]]


class Kind(IntEnum):
    """Numbered as in packs."""

    COMMIT = 1
    TREE = 2
    BLOB = 3
    TAG = 4


@dataclass(frozen=True)
class Repo:
    """Which repository; `head` is the branch that a clone begins on."""

    tenant: UUID
    repo_id: int
    name: str
    head: str

    def key(self) -> dict[str, object]:
        return {"tenant": self.tenant, "repo": self.repo_id}


@dataclass(frozen=True)
class GitObject:
    kind: Kind
    content: bytes


@dataclass(frozen=True)
class Signature:
    """Who, and when: to the second, as git keeps it, and in UTC."""

    name: str
    email: str
    at: datetime

    def seconds(self) -> int:
        return int(self.at.astimezone(UTC).timestamp())


@dataclass(frozen=True)
class Commit:
    tree: Oid
    parents: tuple[Oid, ...]
    author: Signature
    committer: Signature
    message: str


@dataclass(frozen=True)
class Tag:
    """An annotated one; git's oldest name nobody."""

    target: Oid
    tagger: Signature | None
    message: str


@dataclass(frozen=True)
class Position:
    """How far a repository was in one snapshot: its last transaction, and the head of its log's chain."""

    txn_no: int
    chain: bytes


@dataclass(frozen=True)
class Tip:
    """Where a ref was in one snapshot; `born_txn` is the transaction that made it."""

    ref: str
    target: Oid | None
    born_txn: int
    is_protected: bool
    at: Position


@dataclass(frozen=True)
class Move:
    """Compare and set: `name` goes from `old` to `new`; None is not being there."""

    name: str
    old: Oid | None
    new: Oid | None


@dataclass(frozen=True)
class Said:
    """Who moved it, and why: kept in the log for ever."""

    actor: str
    reason: str


@dataclass(frozen=True)
class Landed:
    """`after` is what a mirror has to have been at to be topped up with this landing alone."""

    at: Position
    after: Position


@dataclass(frozen=True)
class Conflict:
    """Both sides changed `path`, each otherwise; None is not being there. `why` is the merger's own, of any shape.

    A file on one side and a folder on the other is a conflict too: then the folder's side is None, and `why` says so.
    """

    path: str
    base: Oid | None
    ours: Oid | None
    theirs: Oid | None
    why: object = None


def spoken(ref: str) -> str:
    """What people call it, with what it is: `branch main`, `tag v1`."""
    for within, kind in (("refs/heads/", "branch"), ("refs/tags/", "tag")):
        if ref.startswith(within):
            return f"{kind} {ref.removeprefix(within)}"
    return ref
