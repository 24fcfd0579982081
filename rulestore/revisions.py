"""What people call a commit: a branch, a tag, or the beginning of its name."""

import re

import psycopg

from rulestore.errors import NoSuchRevision
from rulestore.model import Oid, Repo, Tip
from rulestore.names import REF, is_whole_oid
from rulestore.reading import tagged
from rulestore.refs import position, tip
from rulestore.rows import Rows

HEX = re.compile(r"[0-9a-f]{7,40}")
BEGINNING = """
    SELECT oid FROM git_object WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s
    AND oid BETWEEN %(first)s AND %(last)s AND type IN (1, 4) LIMIT 2
"""


def revision(connection: psycopg.Connection, repo: Repo, called: str) -> Tip:
    """Of `main`, `refs/heads/main`, `v1`, `1f3a9c2`: a name comes before the beginning of another, but not before one
    that is whole.

    A tip without a ref of its own, where only a commit was named. Raises NoSuchRevision, NoSuchRepository.
    """
    for ref in () if is_whole_oid(called) else (called, f"refs/heads/{called}", f"refs/tags/{called}"):
        if REF.fullmatch(ref):
            found = tip(connection, repo, ref)
            if found.target is not None:
                return Tip(ref, _commit(connection, repo, found.target), found.born_txn, found.is_protected, found.at)
    target = _commit(connection, repo, _by_beginning(connection, repo, called))
    return Tip("", target, 0, False, position(connection, repo))


def _by_beginning(connection: psycopg.Connection, repo: Repo, called: str) -> Oid:
    if not HEX.fullmatch(called):
        raise NoSuchRevision(f"there is no branch, tag or commit {called[:80]!r}")
    span = {"first": bytes.fromhex(called.ljust(40, "0")), "last": bytes.fromhex(called.ljust(40, "f"))}
    found = connection.execute(BEGINNING, {**repo.key(), **span}, binary=True).fetchall()
    if not found:
        raise NoSuchRevision(f"there is no commit {called}")
    if len(found) > 1:
        raise NoSuchRevision(f"more than one commit begins with {called}")
    return Oid(found[0][0])


def _commit(connection: psycopg.Connection, repo: Repo, oid: Oid) -> Oid:
    """Where an annotated tag points, in the end."""
    _, commit = tagged(Rows(connection, repo), oid)
    if commit is None:
        raise NoSuchRevision("what is tagged is no commit")
    return commit
