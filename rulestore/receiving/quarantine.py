"""Where a push lies until it has landed: a bare repository of its own that looks into the mirror for what is there.

git reads the pack in here, with nobody's settings and no hooks, so what is refused was never near anything else. It
goes when the push ends; what a killed process leaves is swept by the next one that comes an hour later.
"""

import os
import shutil
import struct
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import BinaryIO

from rulestore.errors import Unsound
from rulestore.limits import BLOB_BYTES, COMMIT_BYTES, PUSH_BYTES, PUSH_OBJECTS, UNPACKED_BYTES
from rulestore.mirror import Mirror, make_bare
from rulestore.model import Kind, Oid, Repo
from rulestore.programs import git_on_strangers

PREFIX = ".push-"
HEADER = struct.Struct(">8sI")  # "PACK" and a version, and how many objects follow
LEFT_AFTER_SECONDS = 3600.0
KINDS = {b"commit": Kind.COMMIT, b"tree": Kind.TREE, b"blob": Kind.BLOB, b"tag": Kind.TAG}
LARGEST = {Kind.BLOB: BLOB_BYTES, Kind.TREE: BLOB_BYTES, Kind.COMMIT: COMMIT_BYTES, Kind.TAG: COMMIT_BYTES}


@dataclass(frozen=True)
class Sent:
    """One object that the new tips need and the old ones do not."""

    oid: Oid
    kind: Kind
    size: int


@contextmanager
def quarantine(repo: Repo, mirror: Mirror) -> Iterator[Path]:
    _sweep(mirror.path.parent)
    place = Path(mkdtemp(prefix=PREFIX, dir=mirror.path.parent))
    try:
        make_bare(place, repo)
        (place / "objects/info/alternates").write_text(f"{mirror.path.absolute()}/objects\n")
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def unpack(place: Path, pack: BinaryIO) -> None:
    """From where the stream stands. Raises Unsound: every object is looked at, and what it names must be there."""
    start = pack.tell()
    _check_count(pack.read(HEADER.size))
    os.lseek(pack.fileno(), start, os.SEEK_SET)  # what has been read ahead is git's
    how = ("--stdin", "--fix-thin", "--strict", "--threads=1", f"--max-input-size={PUSH_BYTES}")
    git_on_strangers(place, "index-pack", *how, read=pack)


def sent(place: Path, new: Sequence[Oid], old: Sequence[Oid]) -> list[Sent]:
    """All that the new tips reach and the old ones do not, commits first, parents before children.

    Raises Unsound if something of it is not there, too large, or too much. The rest of the pack is left behind.
    """
    asked = "".join([*(f"{oid.hex()}\n" for oid in new), *(f"^{oid.hex()}\n" for oid in old)]).encode()
    how = ("--objects", "--no-object-names", "--topo-order", "--reverse", "--stdin")
    names = git_on_strangers(place, "rev-list", *how, said=asked).split()
    if len(names) > PUSH_OBJECTS:
        raise Unsound(f"more than {PUSH_OBJECTS} objects: push it in parts")
    found = list(_weighed(place, names))
    _check_sizes(found)
    return found


def _check_count(start: bytes) -> None:
    """As the pack says: of one that lies, or is none, git finds out more."""
    if len(start) == HEADER.size and HEADER.unpack(start)[1] > PUSH_OBJECTS:
        raise Unsound(f"more than {PUSH_OBJECTS} objects: push it in parts")


def _weighed(place: Path, names: Sequence[bytes]) -> Iterator[Sent]:
    said = b"".join(name + b"\n" for name in names)
    lines = git_on_strangers(place, "cat-file", "--batch-check", "--buffer", said=said).splitlines()
    for line in lines:
        name, kind, *size = line.split()
        if kind not in KINDS or len(size) != 1:
            raise Unsound(f"{name.decode()} is not there")
        yield Sent(Oid(bytes.fromhex(name.decode())), KINDS[kind], int(size[0]))


def _check_sizes(found: Sequence[Sent]) -> None:
    for each in found:
        if each.size > LARGEST[each.kind]:
            raise Unsound(f"a {each.kind.name.lower()} of more than {LARGEST[each.kind]} bytes: {each.oid.hex()}")
    if sum(each.size for each in found) > UNPACKED_BYTES:
        raise Unsound(f"more than {UNPACKED_BYTES} bytes once unpacked: push it in parts")


def _sweep(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in folder.glob(f"{PREFIX}*"):
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > LEFT_AFTER_SECONDS:
                shutil.rmtree(left, ignore_errors=True)
