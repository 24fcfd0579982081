"""All objects up to one transaction as one pack with deltas: a cold mirror begins with it.

A fraction of the bytes of the rows, and no more work than a copy. It can be dropped at any time; a mirror is then
filled from the rows alone.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from rulestore.model import Repo, Transactions
from rulestore.packs import Span
from rulestore.programs import git

PIECE_BYTES = 4 * 1024 * 1024
PARTS = ("pack", "idx")  # the order in which a reader may find them
NAMES = "SELECT oid FROM git_object WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s AND txn_no <= %(upto)s"
DROP = "DELETE FROM git_checkpoint WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s"
PUT = """
    INSERT INTO git_checkpoint (tenant_id, repo_id, txn_no, part, piece, data)
    VALUES (%(tenant)s, %(repo)s, %(upto)s, %(part)s, %(piece)s, %(data)s)
"""
NEWEST = """
    SELECT max(c.txn_no), (
        SELECT count(*) FROM git_object o
        WHERE o.tenant_id = %(tenant)s AND o.repo_id = %(repo)s AND o.txn_no <= max(c.txn_no)
    ) FROM git_checkpoint c WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s AND txn_no <= %(upto)s
"""
PIECES = """
    SELECT data FROM git_checkpoint WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s
    AND txn_no = %(upto)s AND part = %(part)s ORDER BY piece
"""


def make(reading: Transactions, writing: Transactions, repo: Repo, mirror: Path, upto: int) -> None:
    """In place of the one before. `mirror` is at least as far as `upto`; takes minutes where there is much in it."""
    with reading() as connection:
        found = connection.execute(NAMES, {**repo.key(), "upto": upto}, binary=True)
        names = [row[0].hex().encode() + b"\n" for row in found]
    with TemporaryDirectory() as place:
        git(mirror, "pack-objects", "-q", "--threads=1", f"{place}/pack", said=names)
        with writing() as connection:
            connection.execute(DROP, repo.key())
            for part in PARTS:
                [file] = Path(place).glob(f"*.{part}")
                for piece, data in enumerate(_pieces(file)):
                    connection.execute(PUT, {**repo.key(), "upto": upto, "part": part, "piece": piece, "data": data})


def restore(connection: psycopg.Connection, repo: Repo, packs: Path, upto: int) -> int:
    """Into a folder of packs; how far it reaches, 0 if there is none that is sound."""
    found = connection.execute(NEWEST, {**repo.key(), "upto": upto}).fetchone()
    if found is None or found[0] is None:
        return 0
    span = Span(0, *found)
    files = [packs / f"{span.name}.{part}" for part in PARTS]
    for part, file in zip(PARTS, files, strict=True):
        if not _is_written(connection, {**repo.key(), "upto": found[0], "part": part}, file):
            for each in files:
                each.unlink(missing_ok=True)
            return 0
    return int(found[0])


def _is_written(connection: psycopg.Connection, wanted: dict[str, object], file: Path) -> bool:
    """Whole: a pack and its index both end with the hash of what stands before."""
    sha, tail = hashlib.sha1(usedforsecurity=False), b""
    with file.open("wb") as out, connection.cursor(binary=True) as cursor:
        for (data,) in cursor.stream(PIECES, wanted):
            out.write(data)
            held = tail + data
            sha.update(held[:-20])
            tail = held[-20:]
    return sha.digest() == tail


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as content:
        while piece := content.read(PIECE_BYTES):
            yield piece
