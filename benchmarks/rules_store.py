"""A repository of a thousand rules: commit, merge, read all, clone; against git's own program on a repository on disk.

The floor does what a person would do with a working copy; neither side waits for the disk more than git or PostgreSQL
do by default. Ours commits to PostgreSQL, with log and history, under row-level security.
"""

import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import orjson
import psycopg

from benchmarks.measure import ROUNDS, Bar, Result, in_turn, result, seconds
from benchmarks.place import SCOPE, Place
from rulestore import picking, reading
from rulestore.changing import Edit, Signed
from rulestore.mirror import Mirrors
from rulestore.model import Move, Oid, Said, Signature
from rulestore.programs import environment
from rulestore.refs import create_repository
from rulestore.serving import fresh
from rulestore.store import Store

HALF, CLONE = Bar("at most", 0.5), Bar("at most", 1.5)
RULES = 1_000
TOUCHED = 20  # by each side of a merge
UNPREPARED = 6  # times that psycopg says a statement before the server keeps it, and one more
MAIN, SIDE = "refs/heads/main", "refs/heads/side"
SAID = Said("user:bench", "a benchmark")
BY_HAND = {"GIT_AUTHOR_NAME": "b", "GIT_AUTHOR_EMAIL": "b@x", "GIT_COMMITTER_NAME": "b", "GIT_COMMITTER_EMAIL": "b@x"}


def run(here: Place, *, full: bool) -> list[Result]:
    return measured(here, RULES, ROUNDS)


def measured(here: Place, rules: int, rounds: int) -> list[Result]:
    with TemporaryDirectory() as name, _ours(here, Path(name)) as ours:
        theirs = ByHand(Path(name) / "by hand", rules)
        ours.begin(rules)
        theirs.begin()
        here.settle()
        note = f"{rules:,} rules"
        more = {"unit": "ms", "n": rounds, "note": note}
        return [
            result(name, value=value * 1000, floor=floor * 1000, bar=bar, **more)  # type: ignore[arg-type]
            for name, bar, (value, floor) in (
                ("rules.commit", HALF, in_turn(ours.commit, theirs.commit, rounds)),
                ("rules.merge", HALF, in_turn(ours.merge, theirs.merge, rounds)),
                ("rules.read1000", HALF, in_turn(ours.read, theirs.read, rounds)),
                ("rules.clone", CLONE, in_turn(ours.clone, theirs.clone, rounds)),
            )
        ]


@dataclass
class Ours:
    store: Store
    place: Path

    def __post_init__(self) -> None:
        self._revision, self._rules = count(1), 0

    def begin(self, rules: int) -> None:
        """And a connection's first commits, whose statements are not prepared yet: those of the service live long."""
        self._rules = rules
        self._write(MAIN, range(rules))
        for _ in range(UNPREPARED):
            self.commit()

    def commit(self) -> float:
        return seconds(lambda: self._write(MAIN, [7]))

    def merge(self) -> float:
        """Of two branches that each changed other rules."""
        self.store.move(Move(SIDE, None, self._tip(MAIN)), SAID)
        side = self._write(SIDE, range(TOUCHED))
        self._write(MAIN, range(TOUCHED, 2 * TOUCHED))
        took = seconds(lambda: self.store.advance(MAIN, picking.merge_of(side, self._signed()), SAID))
        self.store.move(Move(SIDE, side, None), SAID)
        return took

    def read(self) -> float:
        found: dict[str, bytes] = {}
        took = seconds(lambda: found.update(self.store.ask(MAIN, reading.contents)))
        assert len(found) == self._rules
        return took

    def clone(self) -> float:
        """As a request for one does: the mirror as far as the refs, the refs beside it, and git's own program."""
        return _timed_clone(self._served, self.place / "clone of ours")

    def _served(self) -> Path:
        return fresh(self.store)

    def _write(self, ref: str, numbers: range | list[int]) -> Oid:
        revision = next(self._revision)
        edits = [Edit(path(number), rule(number, revision)) for number in numbers]
        return self.store.advance(ref, picking.edits_of(edits, self._signed()), SAID).commit

    def _tip(self, ref: str) -> Oid:
        target = self.store.tip(ref).target
        assert target is not None
        return target

    def _signed(self) -> Signed:
        return Signed(Signature("b", "b@x", datetime.now(UTC)), "m")


class ByHand:
    """A working copy, and one process of git for each step."""

    def __init__(self, place: Path, rules: int) -> None:
        self._place, self._rules, self._revision = place, rules, count(1)
        self._bare = place.with_name("bare.git")

    def begin(self) -> None:
        self._place.mkdir()
        self._git("init", "-q", "-b", "main")
        self._write(range(self._rules))
        self._git("add", "-A")
        self._git("commit", "-qm", "m")

    def commit(self) -> float:
        self._write([7])
        return seconds(lambda: self._git("commit", "-qam", "m"))

    def merge(self) -> float:
        self._git("checkout", "-qb", "side")
        self._write(range(TOUCHED))
        self._git("commit", "-qam", "m")
        self._git("checkout", "-q", "main")
        self._write(range(TOUCHED, 2 * TOUCHED))
        self._git("commit", "-qam", "m")
        took = seconds(lambda: self._git("merge", "-q", "--no-ff", "-m", "m", "side"))
        self._git("branch", "-qD", "side")
        return took

    def read(self) -> float:
        """All of a commit, not of the working copy."""
        found: dict[str, bytes] = {}
        took = seconds(lambda: found.update(_unpacked(self._git("archive", "--format=tar", "main"))))
        assert len(found) == self._rules
        return took

    def clone(self) -> float:
        shutil.rmtree(self._bare, ignore_errors=True)
        self._git("clone", "-q", "--bare", ".", str(self._bare))
        return _timed_clone(lambda: self._bare, self._place.with_name("clone by hand"))

    def _write(self, numbers: range | list[int]) -> None:
        revision = next(self._revision)
        for number in numbers:
            file = self._place / path(number)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(rule(number, revision))

    def _git(self, *arguments: str) -> bytes:
        return _git(self._place, *arguments)


def path(number: int) -> str:
    """Thirty or so in a folder, as rules are laid out."""
    return f"rulesets/{number % 32:02d}/rule-{number:05d}.json"


def rule(number: int, revision: int) -> bytes:
    """Some 900 bytes, the same each time."""
    chance = Random(number * 1_000_003 + revision)  # noqa: S311 - the same rule each time
    when = [
        {
            "field": f"applicant.{chance.choice(['income', 'age', 'score'])}_{chance.randrange(40)}",
            "value": chance.random(),
        }
        for _ in range(8)
    ]
    then = [{"action": chance.choice(["APPROVE", "BLOCK", "WARN"]), "amount": chance.randrange(10**5)}]
    said = {"id": f"rule-{number:05d}", "priority": chance.randrange(1000), "when": {"and": when}, "then": then}
    return orjson.dumps(said, option=orjson.OPT_INDENT_2)


@contextmanager
def _ours(here: Place, place: Path) -> Iterator[Ours]:
    tenant = here.actor.tenant
    with here.service() as connection:
        repo = create_repository(connection, tenant, "rules")
        connection.commit()
        connection.autocommit = True

        @contextmanager
        def begin() -> Iterator[psycopg.Connection]:
            with connection.transaction():
                connection.execute(SCOPE, (str(tenant), ""))
                yield connection

        yield Ours(Store(Mirrors(place / "mirrors"), repo, begin, begin), place)


def _unpacked(archive: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=BytesIO(archive)) as tar:
        return {each.name: opened.read() for each in tar if (opened := tar.extractfile(each)) is not None}


def _timed_clone(source: Callable[[], Path], target: Path) -> float:
    shutil.rmtree(target, ignore_errors=True)
    return seconds(lambda: _git(target.parent, "clone", "-q", f"file://{source()}", str(target)))


def _git(place: Path, *arguments: str) -> bytes:
    command = ["git", *arguments]
    ended = subprocess.run(command, cwd=place, env=environment() | BY_HAND, capture_output=True, check=True)
    return ended.stdout
