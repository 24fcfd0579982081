"""Somebody at work on a repository, in the words of the tests."""

import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rulestore import exporting, picking, reading
from rulestore.changing import WHATEVER, Edit, Signed, Whatever
from rulestore.merging import Merger, nobody_knows
from rulestore.model import Move, Oid, Said, Signature, Tip
from rulestore.programs import environment
from rulestore.store import Advanced, Build, Store

MAIN = "refs/heads/main"
AT = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
TESS = Signature("Tess", "tess@example.test", AT)
SAID = Said("user:tess", "a test")


def signed(message: str) -> Signed:
    return Signed(TESS, message)


@dataclass
class Desk:
    store: Store
    ref: str = field(default=MAIN)

    def write(self, *, on: str = "", seen: Oid | Whatever | None = WHATEVER, **files: str | None) -> Oid:
        """`a__b="x"` writes x to a/b.json; None takes it away."""
        edits = [Edit(path_of(name), None if text is None else text.encode(), seen) for name, text in files.items()]
        return self.commit(picking.edits_of(edits, signed("wrote " + " ".join(files))), on=on)

    def commit(self, build: Build, *, on: str = "") -> Oid:
        return self.advanced(build, on=on).commit

    def advanced(self, build: Build, *, on: str = "", seen: Tip | None = None) -> Advanced:
        return self.store.advance(on or self.ref, build, SAID, seen=seen)

    def merge(self, theirs: Oid, merger: Merger = nobody_knows, *, into: str = "") -> Oid:
        return self.commit(picking.merge_of(theirs, signed("merged"), picking.file_by_file(merger)), on=into)

    def branch(self, name: str, at: Oid | None = None) -> str:
        ref = f"refs/heads/{name}"
        self.move(Move(ref, None, at or self.tip()))
        return ref

    def move(self, move: Move) -> None:
        self.store.move(move, SAID)

    def tip(self, ref: str = "") -> Oid:
        target = self.store.tip(ref or self.ref).target
        assert target is not None
        return target

    def files(self, ref: str = "") -> dict[str, str]:
        found = self.store.ask(ref or self.ref, reading.contents)
        return {path: content.decode() for path, content in found.items()}

    def export(self, place: Path) -> Path:
        """A copy that git itself finds nothing wrong with."""
        exporting.export(self.store.reading, self.store.repo, place)
        assert git(place, "fsck", "--full", "--strict", "--no-dangling") == ""
        return place


def path_of(name: str) -> str:
    return name.replace("__", "/") + ".json"


def git(repository: Path, *arguments: str) -> str:
    command = ["git", f"--git-dir={repository}", *arguments]
    ended = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr + ended.stdout
    return ended.stdout.strip()
