"""Bare repositories on disk, to read from: disposable copies of what Postgres holds.

A mirror is trusted only within one boot (the boot's id is in its path: it is written without waiting for the disk),
only as far as the position it names, and only while the chain at that position is the one that Postgres has: a
database that was restored may count the same numbers again. Whatever is found broken is dropped and made anew.
All objects are in packs: of a loose one that is torn libgit2 reads for ever.
Nothing here asks who may read: whoever comes has found the repository through Postgres, as its tenant.
"""

import fcntl
import os
import shutil
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar

import psutil
import psycopg

from rulestore.checkpoints import restore
from rulestore.errors import Broken
from rulestore.graph import Graph
from rulestore.log import chain_at
from rulestore.model import Landed, Position, Repo, Transactions
from rulestore.packs import MOST_PACKS, PACKS, Packed, PackWriter, Span, spans_in, worth_merging
from rulestore.refs import Ref

T = TypeVar("T")

BOOT = Path("/proc/sys/kernel/random/boot_id")
CONFIG = """[core]
\trepositoryformatversion = 0
\tbare = true
\tlogAllRefUpdates = false
[gc]
\tauto = 0
[uploadpack]
\tallowFilter = true
"""
COUNT = """
    SELECT count(*) FROM git_object
    WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s AND txn_no > %(after)s AND txn_no <= %(upto)s
"""
ROWS = """
    SELECT oid, type, size, data FROM git_object
    WHERE tenant_id = %(tenant)s AND repo_id = %(repo)s AND txn_no > %(after)s AND txn_no <= %(upto)s
"""


class Mirrors:
    """All of this machine, in a folder that no other machine shares."""

    def __init__(self, root: Path) -> None:
        self._root = root / boot_id()

    def of(self, repo: Repo) -> "Mirror":
        return Mirror(self._root / str(repo.tenant), repo)

    def sweep(self) -> None:
        """Those of earlier boots, which nobody will trust again."""
        with suppress(FileNotFoundError):
            for other in self._root.parent.iterdir():
                if other.name.startswith("boot-") and other != self._root:
                    shutil.rmtree(other, ignore_errors=True)


class Mirror:
    """Of one repository; processes and threads share it, and take turns at writing it by a lock beside it."""

    def __init__(self, folder: Path, repo: Repo) -> None:
        self._repo, self._folder = repo, folder
        self.path = folder / f"{repo.repo_id}.git"
        self._packs = self.path / PACKS

    def ask(self, reading: Transactions, at: Position, question: Callable[[Graph], T]) -> T:
        """The answer of a mirror that is at least as far as `at`; asked again if the mirror proves broken.

        `question` must bear that. Raises Broken if Postgres itself is.
        """
        self.bring(reading, at)
        with suppress(Broken):  # as when another process has just put several packs into one
            return self._answered(question)
        with suppress(Broken):
            return self._answered(question)
        self.drop()
        self.bring(reading, at)
        return self._answered(question)

    def bring(self, reading: Transactions, at: Position) -> None:
        """Make sure it is at least that far; no transaction is opened when it is."""
        own = self._at()
        if own is not None and (own == at or own.txn_no > at.txn_no):
            return
        # The connection first: whoever waits for one would make all those wait who have theirs and want the lock.
        with reading() as connection, self._lock():
            self._top_up(connection, at)

    def take(self, landed: Landed, objects: Sequence[Packed]) -> None:
        """What has just landed, without asking for it again; leaves it to `bring` if somebody landed in between."""
        with self._lock():
            if self._at() != landed.after or len(spans_in(self._packs)) >= MOST_PACKS:
                return
            span = Span(landed.after.txn_no, landed.at.txn_no, len(objects))
            with PackWriter(self._packs, span.name, span.count) as pack:
                for row in objects:
                    pack.add(row)
            self._say(landed.at)

    def write_refs(self, refs: Sequence[Ref], at: Position, *, anyway: bool = False) -> bool:
        """For git's own programs, which serve a clone from here; each file is there whole or as before.

        False: somebody who saw more has written already.
        """
        file, said = self.path / "refs-at", f"{at.txn_no} {at.chain.hex()}"
        with self._lock():
            written = file.read_text() if file.exists() else ""
            number, _, _ = written.partition(" ")
            if number.isdigit() and int(number) > at.txn_no and not anyway:
                return False
            if written != said:
                file.unlink(missing_ok=True)
                write_refs(self.path, self._repo, refs)
                file.write_text(said)
            return True

    def drop(self) -> None:
        """Whoever has it open keeps what it has open."""
        with self._lock():
            self._discard()

    def _answered(self, question: Callable[[Graph], T]) -> T:
        with Graph(self.path) as graph:
            return question(graph)

    def _top_up(self, connection: psycopg.Connection, upto: Position) -> None:
        at = self._at()
        if at is not None and at.txn_no > upto.txn_no:
            return
        if chain_at(connection, self._repo, upto.txn_no) != upto.chain:
            raise Broken("this database has not been where the caller was: is it a replica that lags?")
        is_whole = at is not None and self._packs.is_dir()
        if at is None or not is_whole or chain_at(connection, self._repo, at.txn_no) != at.chain:
            self._make(connection, upto)
        elif at.txn_no < upto.txn_no:
            self._add(connection, at, upto)
            self._say(upto)

    def _add(self, connection: psycopg.Connection, at: Position, upto: Position) -> None:
        """As one more pack; when there are many, the last ones are written anew as part of it."""
        merged = worth_merging(spans_in(self._packs))
        fill(connection, self._repo, self.path, merged[0].after if merged else at.txn_no, upto.txn_no)
        for span in merged:
            for part in ("idx", "pack"):
                (self._packs / f"{span.name}.{part}").unlink(missing_ok=True)

    def _make(self, connection: psycopg.Connection, upto: Position) -> None:
        """Beside its place, then moved there whole."""
        self._clear_unfinished()
        unfinished = Path(mkdtemp(prefix=f".new-{self._repo.repo_id}-", dir=self._folder))
        make_bare(unfinished, self._repo)
        have = restore(connection, self._repo, unfinished / PACKS, upto.txn_no)
        fill(connection, self._repo, unfinished, have, upto.txn_no)
        self._discard()
        unfinished.rename(self.path)
        self._say(upto)

    def _at(self) -> Position | None:
        """None if there is none, or if its word was caught half written."""
        try:
            said, _, check = (self.path / "synced").read_bytes().strip().rpartition(b" ")
        except FileNotFoundError:
            return None
        if not said or check != _check(said):
            return None
        txn_no, _, chain = said.decode().partition(" ")
        return Position(int(txn_no), bytes.fromhex(chain))

    def _say(self, at: Position) -> None:
        """Overwritten in place, as all are of one length: a rename waits for the disk on some file systems."""
        said = f"{at.txn_no:020d} {at.chain.hex()}".encode()
        descriptor = os.open(self.path / "synced", os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.pwrite(descriptor, said + b" " + _check(said) + b"\n", 0)
        finally:
            os.close(descriptor)

    def _discard(self) -> None:
        """Moved away first: nobody opens one that is half gone."""
        with suppress(FileNotFoundError):
            away = Path(mkdtemp(prefix=f".old-{self._repo.repo_id}-", dir=self._folder))
            try:
                self.path.rename(away / "mirror")
            finally:
                shutil.rmtree(away, ignore_errors=True)

    def _clear_unfinished(self) -> None:
        """Whoever was killed while making it has left this; the lock says that nobody is at it now."""
        for kind in ("new", "old"):
            for left in self._folder.glob(f".{kind}-{self._repo.repo_id}-*"):
                shutil.rmtree(left, ignore_errors=True)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Of the operating system, which takes it from a process that dies."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self._folder / f"{self._repo.repo_id}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def make_bare(path: Path, repo: Repo) -> None:
    """An empty bare repository, in an empty folder."""
    for name in ("objects/pack", "objects/info", "refs/heads", "refs/tags"):
        (path / name).mkdir(parents=True)
    (path / "config").write_text(CONFIG)
    (path / "HEAD").write_text(f"ref: {repo.head}\n")


def fill(connection: psycopg.Connection, repo: Repo, path: Path, after: int, upto: int) -> None:
    """All objects of those transactions, as one pack."""
    numbers = {**repo.key(), "after": after, "upto": upto}
    found = connection.execute(COUNT, numbers).fetchone()
    if found is None or found[0] == 0:
        return
    span = Span(after, upto, found[0])
    with connection.cursor(binary=True) as cursor, PackWriter(path / PACKS, span.name, span.count) as pack:
        for row in cursor.stream(ROWS, numbers):
            pack.add(Packed(*row))


def write_refs(path: Path, repo: Repo, refs: Sequence[Ref]) -> None:
    """Objects first, then this: a ref on disk never points at nothing."""
    lines = "".join(f"{ref.target.hex()} {ref.name}\n" for ref in refs)
    for name, content in (("packed-refs", f"# pack-refs with: sorted \n{lines}"), ("HEAD", f"ref: {repo.head}\n")):
        unfinished = path / f"{name}.new"
        unfinished.write_text(content)
        unfinished.rename(path / name)


def boot_id() -> str:
    """A new one after each start of the machine."""
    known = BOOT.read_text().strip() if BOOT.exists() else f"{psutil.boot_time():.0f}"
    return f"boot-{known}"


def _check(said: bytes) -> bytes:
    return b"%08x" % zlib.crc32(said)
